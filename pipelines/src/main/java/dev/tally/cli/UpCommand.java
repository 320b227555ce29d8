package dev.tally.cli;

import dev.tally.stack.LocalStack;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts the local servers. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Start Kafka and Pinot on this machine, each in a JVM of its own, on loopback, and wait until",
      "each has done its work once. Those that run are left alone."
    },
    footer = {"", "Examples:", "  ./tally up", "  ./tally up --dir=/tmp/tally"})
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory directory;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LocalStack stack =
        directory
            .stack()
            .withProgress(
                (server, step) -> {
                  out.printf("%-6s %s%n", server, step);
                  out.flush();
                });
    stack.up();
    StatusCommand.printServers(stack, out);
    return Exit.OK;
  }
}
