package dev.tally.cli;

import dev.tally.transforms.format.ReadyMadeMappings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the ready-made mappings. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List the ready-made mappings.",
    footer = {"", "Examples:", "  ./tally format list"})
final class FormatListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (String name : ReadyMadeMappings.names()) {
      out.printf("%-18s %s%n", name, ReadyMadeMappings.title(name));
    }
    return Exit.OK;
  }
}
