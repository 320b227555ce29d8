package dev.tally.cli;

@picocli.CommandLine.Command(name = "demo")
final class DemoCommand {}
