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
    description = {"Stop the local servers.", "Their data is kept unless --delete is given."},
    footer = {"", "Examples:", "  ./tally down", "  ./tally down --delete"})
final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory directory;

  @Option(
      names = "--delete",
      description =
          "Also delete their data, logs and ports; only in a directory where ./tally up"
              + " started them.")
  private boolean delete;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LocalStack stack =
        directory.stack().withProgress((server, step) -> out.printf("%-11s %s%n", server, step));
    if (delete) {
      stack
          .delete()
          .forEach(kept -> out.printf("kept        %s, which ./tally up did not create%n", kept));
    } else if (stack.exists()) {
      stack.down();
    } else {
      out.printf("No local servers in %s%n", stack.dataDir());
    }
    return Exit.OK;
  }
}
