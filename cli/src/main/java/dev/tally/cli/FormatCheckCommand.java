package dev.tally.cli;

import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.format.Explanation;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.format.MappingFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
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
      "Check a mapping, and explain what it makes of each value of a file.",
      "",
      "For each value, the command prints its number and the records that it becomes, or why it is"
          + " rejected or skipped, with the line of the mapping. The rules that a decoded record"
          + " must follow, such as its age, are not checked. Exit code 1 means that a record is"
          + " rejected.",
      "",
      "If the mapping reads texts, a line of SAMPLE is a value, or the broker time, TAB, value if"
          + " its name ends in .tsv. If it reads Avro or Protobuf, the name states the form:"
          + " .base64 and .hex have a value per line, .lengths has the length of each value in"
          + " front of it (kcat -f '%%R%%s'), and any other file is one value."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally format check segment.yaml",
      "  ./tally format check segment.yaml sample.json",
      "  ./tally format check clicks-avro.yaml sample.base64"
    })
final class FormatCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "The mapping.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SAMPLE",
      description = "Values in the format that the mapping reads.")
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
    Mapping<?> mapping = Mapping.of(MappingFile.read(file));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s maps to %s%n", mapping, mapping.target());
    return lines == null || explain(mapping, lines, out) ? Exit.OK : Exit.DIFFERENT;
  }

  /** Returns true if no record is rejected. */
  private static boolean explain(Mapping<?> mapping, Path file, PrintWriter out)
      throws IOException {
    Counts counts = new Counts();
    SampleValues.Action explain =
        (number, brokerTime, value) -> {
          counts.values++;
          for (Explanation result : mapping.explain(value, brokerTime)) {
            out.printf("%d: %s%n", number, result);
            counts.of.merge(result.result(), 1, Integer::sum);
          }
        };
    if (mapping.isBinary()) {
      SampleValues.ofBinary(file, explain);
    } else {
      SampleValues.ofText(file, explain);
    }
    out.printf(
        "%d %s: %d accepted, %d rejected, %d skipped%n",
        counts.values,
        mapping.isBinary() ? "values" : "lines",
        counts.of(Explanation.Result.ACCEPTED),
        counts.of(Explanation.Result.REJECTED),
        counts.of(Explanation.Result.SKIPPED));
    return counts.of(Explanation.Result.REJECTED) == 0;
  }

  /** What the values became. */
  private static final class Counts {
    private final Map<Explanation.Result, Integer> of = new EnumMap<>(Explanation.Result.class);
    private int values;

    int of(Explanation.Result result) {
      return of.getOrDefault(result, 0);
    }
  }
}
