package dev.tally.cli;

import dev.tally.stack.LocalStack;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops the local servers. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stop the local servers; their data stays, unless told otherwise.",
    footer = {"", "Examples:", "  ./tally down", "  ./tally down --delete"})
final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory directory;

  @Option(names = "--delete", description = "Delete their data, logs and ports too.")
  private boolean delete;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LocalStack stack =
        directory.stack().withProgress((server, step) -> out.printf("%-11s %s%n", server, step));
    if (delete) {
      stack.delete();
    } else {
      stack.down();
    }
    return Exit.OK;
  }
}
