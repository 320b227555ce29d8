package dev.tally.cli;

import dev.tally.transforms.format.ReadyMadeMappings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a ready-made mapping. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Print a ready-made mapping.",
      "",
      "Copy it to a file and set what the comment at its beginning names, e.g. the region."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally format show segment > segment.yaml",
      "  ./tally format show segment --sample > sample.json"
    })
final class FormatShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--sample", description = "Print lines in the format that it reads instead.")
  private boolean sample;

  @Parameters(paramLabel = "NAME", description = "The name that ./tally format list prints.")
  private String name;

  @Override
  public Integer call() {
    String text = sample ? ReadyMadeMappings.sample(name) : ReadyMadeMappings.text(name);
    spec.commandLine().getOut().print(text);
    return Exit.OK;
  }
}
