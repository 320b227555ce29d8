package dev.tally.bench;

import dev.tally.cli.Exit;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the {@link HotPathBenchmark}. */
@Command(
    name = "hot-path",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure decoding, encoding and coders, without a runner.",
      "",
      "Runs JMH benchmarks of the code that processes each event, each in JVMs of its own:"
          + " nanoseconds per event, with the error of the measurement (99.9 %%). Duration with the"
          + " defaults: about 4 minutes."
    },
    footer = {"", "Examples:", "  ./tally bench hot-path", "  ./tally bench hot-path --seconds=1"})
final class HotPathCommand implements Callable<Integer> {
  private static final int ITERATIONS = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "Length of an iteration; there are 3 to warm up and 3 that are measured.")
  private long seconds;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--seconds", seconds);
    PrintWriter out = spec.commandLine().getOut();
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(HotPathBenchmark.class.getName())
        .forks(1)
        .warmupIterations(ITERATIONS)
        .warmupTime(TimeValue.seconds(seconds))
        .measurementIterations(ITERATIONS)
        .measurementTime(TimeValue.seconds(seconds))
        .jvmArgs("-Xmx1g")
        .verbosity(VerboseMode.SILENT);
    for (RunResult run : new Runner(options.build()).run()) {
      Result<?> result = run.getPrimaryResult();
      out.printf(
          Locale.ROOT,
          "%-20s %8.0f ns per event (± %.0f)%n",
          result.getLabel(),
          result.getScore(),
          result.getScoreError());
    }
    return Exit.OK;
  }
}
