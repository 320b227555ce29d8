package dev.tally.bench;

import dev.tally.bench.AggregationInput.Skew;
import dev.tally.bench.JobSettings.Backend;
import dev.tally.cli.Exit;
import dev.tally.io.kafka.Delivery;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the aggregation job from Kafka to Kafka. */
@Command(
    name = "aggregation",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Compare the aggregation job with jobs for Flink and Beam.",
      "",
      "Counts the same raw ad events by ad and minute with Tally's aggregation job (tally), with a"
          + " DataStream job written for Flink (flink) and with a pipeline of the parts of Beam's"
          + " SDK (beam), and reads them without counting (read), in"
          + " turn, each run in its own JVM: 4 partitions, a checkpoint every 10 s. The"
          + " events cover one hour and include duplicates, late events and lines that must be"
          + " rejected. A run begins with the start of its JVM and ends when a read-committed reader"
          + " has all counts. Each output is compared, row by row, with the expected one. Duration:"
          + " about 2 minutes per round, and several more with beam.",
      "Exits with 0 only if all outputs are as expected. The last line is for scripts."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally bench aggregation",
      "  ./tally bench aggregation --cleanAdEvents --stateBackend=ROCKSDB",
      "  ./tally bench aggregation --jobs=TALLY,BEAM --rounds=1 --records=200000",
      "  ./tally bench aggregation --rounds=5 --json=result.json --svg=result.svg",
      "  ./tally bench aggregation --jobs=TALLY --rounds=1 --profile=tally.jfr",
      "  ./tally bench aggregation --jobs=TALLY --parallelism=4 --ads=100000 --skew=AD",
      "  ./tally bench aggregation --jobs=TALLY --rounds=1 --records=10000000 --heap=1g"
    })
final class AggregationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--records",
      defaultValue = "1000000",
      description = "Number of events that must be counted; duplicates and other lines are added.")
  private long records;

  @Option(names = "--ads", defaultValue = "1000", description = "Number of ads.")
  private int ads;

  @Option(
      names = "--skew",
      defaultValue = "USUAL",
      description =
          "Distribution of the events: ${COMPLETION-CANDIDATES}. AD: one ad has half of all events."
              + " USER: one user has half of all clicks.")
  private Skew skew;

  @Option(names = "--rounds", defaultValue = "3", description = "Number of runs of each job.")
  private int rounds;

  @Option(
      names = "--jobs",
      split = ",",
      paramLabel = "JOB",
      defaultValue = "TALLY,FLINK,READ",
      description = "Jobs of a round, in this order: ${COMPLETION-CANDIDATES}.")
  private List<CountingJob> jobs = List.of();

  @Option(
      names = "--parallelism",
      defaultValue = "2",
      description = "Parallelism of the jobs, at most 4.")
  private int parallelism;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "2g",
      description =
          "Maximum heap of each job's JVM, e.g. 1g or 800m. A job that runs out of memory ends.")
  private String heap = "";

  @Option(
      names = "--stateBackend",
      defaultValue = "HEAP",
      description = "State backend of the jobs: ${COMPLETION-CANDIDATES}.")
  private Backend backend;

  @Option(
      names = "--kafkaSink",
      defaultValue = "TWO_PHASE",
      description = "How Tally's job writes, as for ./tally run: ${COMPLETION-CANDIDATES}.")
  private Delivery kafkaSink;

  @Option(
      names = "--cleanAdEvents",
      description = "TALLY and FLINK also write the accepted events to a topic.")
  private boolean clean;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to this file as JSON.")
  private @Nullable Path json;

  @Option(names = "--svg", paramLabel = "FILE", description = "Write a chart to this file as SVG.")
  private @Nullable Path svg;

  @Option(
      names = "--profile",
      paramLabel = "FILE.jfr",
      description =
          "Record CPU samples of the job's JVM in this file, and print the share of each step;"
              + " requires one job and --rounds=1. The recording makes the job slower.")
  private @Nullable Path profile;

  @Override
  public Integer call() throws Exception {
    Arguments.positive("--records", records);
    Arguments.positive("--rounds", rounds);
    Arguments.positive("--parallelism", parallelism);
    Arguments.atMost(
        "--parallelism", parallelism, "the number of partitions", OutputTopic.PARTITIONS);
    if (!heap.matches("[1-9]\\d*[mg]")) {
      throw new IllegalArgumentException(
          "--heap is %s: use a number and m or g, e.g. 800m.".formatted(heap));
    }
    if (profile != null && (jobs.size() != 1 || rounds != 1)) {
      throw new IllegalArgumentException("--profile requires one job in --jobs, and --rounds=1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    Consumer<String> console = BenchConsole.to(out);
    AggregationReport report = report(console);
    report.table().forEach(console);
    report.runs().stream()
        .filter(run -> run.job() == CountingJob.TALLY)
        .findFirst()
        .ifPresent(run -> run.traffic().forEach(console));
    if (json != null) {
      Files.writeString(json, AggregationJson.of(report));
    }
    if (svg != null) {
      Files.writeString(svg, AggregationChart.of(report));
    }
    if (profile != null) {
      CpuProfile samples = CpuProfile.read(profile);
      samples.table().forEach(console);
      samples.threads().forEach(console);
    }
    out.println(report.lastLine());
    return report.sound() ? Exit.OK : Exit.DIFFERENT;
  }

  private AggregationReport report(Consumer<String> console) throws Exception {
    try (LocalStack stack = LocalStack.temporary()) {
      stack.up(Server.KAFKA);
      // The stack deletes its directory, also on Ctrl-C.
      Path directory = Files.createDirectories(stack.dataDir().resolve("jobs"));
      AggregationInput input =
          AggregationInput.create(
              stack.kafkaBootstrap(),
              directory,
              AggregationInput.plan(records, ads, skew),
              console);
      CountingRounds.Options options =
          new CountingRounds.Options(
              jobs,
              rounds,
              backend,
              kafkaSink,
              clean,
              new CountingRounds.Resources(parallelism, heap),
              profile == null ? null : profile.toAbsolutePath());
      return new CountingRounds(input, options, directory, console).run();
    }
  }
}
