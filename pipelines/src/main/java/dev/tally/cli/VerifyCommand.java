package dev.tally.cli;

@picocli.CommandLine.Command(name = "verify")
final class VerifyCommand {}
