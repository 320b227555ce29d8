package dev.tally.bench;

import dev.tally.bench.JobSettings.Backend;
import dev.tally.cli.Exit;
import dev.tally.pipelines.options.Problems;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures deduplication with many ids in the state. */
@Command(
    name = "dedup",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure DropDuplicates with many ids in its state.",
      "",
      "Runs the same phases with few ids and with many, without Kafka and JSON: parallelism 2, a"
          + " checkpoint every 10 s, the settings of Tally's jobs. It loads the ids into the state,"
          + " then measures the rate of further events, 5 %% of which are copies of random earlier"
          + " events. It measures a checkpoint, a savepoint and the heap, starts a job from the"
          + " savepoint and measures when it has processed events of every bucket. Then it advances"
          + " the watermark until all ids expire and measures the savepoint again.",
      "",
      "Exit code 0 means that the jobs accepted each event once, dropped each copy, and removed"
          + " each id after its expiry. The last line of the output, for scripts, is that of many"
          + " ids; rate_ratio is the rate with many ids divided by the rate with few, and cpu_ratio"
          + " the same for the CPU time per event."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally bench dedup",
      "  ./tally bench dedup --ids 5000000 --json=result.json",
      "  ./tally bench dedup --ids 2000000 --stateBackend=HEAP"
    })
final class DedupCommand implements Callable<Integer> {
  private static final java.time.Duration CHECKPOINTS = java.time.Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Option(
      names = "--ids",
      defaultValue = "10000000",
      description =
          "Number of ids of the run with many ids, a multiple of " + DedupEvents.STEP + ".")
  private long ids;

  @Option(
      names = "--fewIds",
      defaultValue = "1000000",
      description =
          "Number of ids of the run with few ids, a multiple of " + DedupEvents.STEP + ".")
  private long fewIds;

  @Option(
      names = "--events",
      defaultValue = "1000000",
      description =
          "Number of events whose rate is measured, a multiple of " + DedupEvents.STEP + ".")
  private long events;

  @Option(
      names = "--maxEventAge",
      paramLabel = "DURATION",
      defaultValue = "6h",
      description = "How long an id is remembered; at least 1h, which all events together cover.")
  private String maxEventAge = "";

  @Option(
      names = "--stateBackend",
      defaultValue = "ROCKSDB",
      description = "State backend: ${COMPLETION-CANDIDATES}.")
  private Backend backend;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to this file as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    Duration age = checked();
    PrintWriter out = spec.commandLine().getOut();
    Consumer<String> console = BenchConsole.to(out);
    Path directory = Files.createTempDirectory("tally-bench");
    try {
      DedupReport report =
          new DedupReport(
              backend,
              measure(fewIds, age, directory, console),
              measure(ids, age, directory, console));
      report.table().forEach(console);
      if (json != null) {
        Files.writeString(json, report.json());
      }
      out.println(report.lastLine());
      return Exit.OK;
    } finally {
      Directories.delete(directory);
    }
  }

  private DedupFigures measure(long count, Duration age, Path directory, Consumer<String> console)
      throws Exception {
    String run = "bench-dedup-" + count;
    return new DedupRun(
            new DedupEvents(run, count, events, age),
            directory.resolve(run),
            CHECKPOINTS,
            backend,
            console)
        .measure();
  }

  private Duration checked() {
    Arguments.multiple("--ids", ids, DedupEvents.STEP);
    Arguments.multiple("--fewIds", fewIds, DedupEvents.STEP);
    Arguments.multiple("--events", events, DedupEvents.STEP);
    if (fewIds >= ids) {
      throw new IllegalArgumentException(
          "--fewIds is %d: it must be less than --ids, which is %d.".formatted(fewIds, ids));
    }
    Problems problems = new Problems();
    Duration age = problems.duration("maxEventAge", maxEventAge);
    problems.require(
        !age.isShorterThan(DedupEvents.SPAN),
        "--maxEventAge is %s: it must be at least 1h.".formatted(maxEventAge));
    problems.throwIfAny();
    return age;
  }
}
