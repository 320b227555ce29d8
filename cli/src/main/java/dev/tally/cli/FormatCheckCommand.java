package dev.tally.cli;

import dev.tally.operations.EventFile;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.format.Explanation;
import dev.tally.transforms.format.Mapping;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a mapping and explains what it makes of the lines of a file. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check a mapping, and explain what it makes of each line of a file.",
      "",
      "For each line, the command prints its number and the records that it becomes, or why it is"
          + " rejected or skipped, with the line of the mapping. The rules that a decoded record must"
          + " follow, such as its age, are not checked. If the name of SAMPLE ends in .tsv, a line is"
          + " the broker time, TAB, value. Exit code 1 means that a record is rejected."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally format check segment.yaml",
      "  ./tally format check segment.yaml sample.json"
    })
final class FormatCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "The mapping.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SAMPLE",
      description = "Values in the format that the mapping reads, one per line.")
  private @Nullable Path sample;

  @Override
  public Integer call() throws IOException {
    Path lines = sample;
    Problems problems = new Problems();
    problems.require(InputFile.isReadable(file), InputFile.unreadable(file));
    if (lines != null) {
      problems.require(InputFile.isReadable(lines), InputFile.unreadable(lines));
    }
    problems.throwIfAny();
    Mapping<?> mapping = Mapping.of(String.valueOf(file.getFileName()), Files.readString(file));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s maps to %s%n", mapping, mapping.target());
    return lines == null || explain(mapping, lines, out) ? Exit.OK : Exit.DIFFERENT;
  }

  /** Returns true if no record is rejected. */
  private static boolean explain(Mapping<?> mapping, Path file, PrintWriter out)
      throws IOException {
    Map<Explanation.Result, Integer> counts = new EnumMap<>(Explanation.Result.class);
    int lines = 0;
    try (EventFile events = EventFile.open(file)) {
      for (EventFile.Line line = events.next(); line != null; line = events.next()) {
        Long brokerTime = line.brokerTime();
        Instant now = brokerTime == null ? Instant.EPOCH : Instant.ofEpochMilli(brokerTime);
        lines++;
        for (Explanation result : mapping.explain(line.value(), now)) {
          out.printf("%d: %s%n", line.number(), result);
          counts.merge(result.result(), 1, Integer::sum);
        }
      }
    }
    int rejected = counts.getOrDefault(Explanation.Result.REJECTED, 0);
    out.printf(
        "%d lines: %d accepted, %d rejected, %d skipped%n",
        lines,
        counts.getOrDefault(Explanation.Result.ACCEPTED, 0),
        rejected,
        counts.getOrDefault(Explanation.Result.SKIPPED, 0));
    return rejected == 0;
  }
}
