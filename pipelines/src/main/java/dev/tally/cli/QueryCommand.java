package dev.tally.cli;

@picocli.CommandLine.Command(name = "query")
final class QueryCommand {}
