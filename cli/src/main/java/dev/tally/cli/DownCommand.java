package dev.tally.cli;

import dev.tally.server.stack.LocalStack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops the local servers. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = {"Stop the local servers.", "", "Their data is kept unless --delete is given."},
    footer = {"", "Examples:", "  ./tally down", "  ./tally down --delete"})
final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackDirectory directory;

  @Option(
      names = "--delete",
      description =
          "Also delete what stack.json lists: their data, logs and ports, and the directories of"
              + " jobs that ran next to them, with checkpoints and savepoints.")
  private boolean delete;

  /** Returns the log file of this program and its rotated files (see logback.xml). */
  private static List<Path> commandLog() {
    String log = System.getProperty("tally.log");
    return log == null
        ? List.of()
        : Stream.of("", ".1", ".2", ".3").map(part -> Path.of(log + part)).toList();
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LocalStack stack =
        directory.stack().withProgress((server, step) -> out.printf("%-11s %s%n", server, step));
    if (delete) {
      stack
          .delete(commandLog())
          .forEach(kept -> out.printf("kept        %s, which stack.json does not list%n", kept));
    } else if (stack.exists()) {
      stack.down();
    } else {
      out.printf("No local servers in %s%n", stack.dataDir());
    }
    return Exit.OK;
  }
}
