package dev.tally.cli;

import dev.tally.operations.plan.CapacityPlan;
import dev.tally.operations.plan.Deployment;
import dev.tally.operations.plan.PlanJson;
import dev.tally.operations.plan.PlanText;
import dev.tally.operations.plan.RetentionTimes;
import dev.tally.operations.plan.SampleTopic;
import dev.tally.operations.plan.StateWindows;
import dev.tally.operations.plan.StoreSettings;
import dev.tally.operations.plan.TopicSample;
import dev.tally.operations.plan.Workload;
import dev.tally.pipelines.options.Problems;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes the resources for a load from measured costs. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Compute the partitions, slots, state and heap that a load needs.",
      "",
      "The plan has Kafka's partitions and disk, the slots, state, checkpoints and heap of the"
          + " jobs, and the servers and heap for Pinot's primary keys, all per region. Then it lists"
          + " what is easily overlooked. It is computed from the costs that docs/plan.md lists; no"
          + " server is needed.",
      "",
      "With --fromTopic, the newest records of a topic determine the rate, the bytes per event,"
          + " the share of clicks, and the numbers of ads and users. Options override them. The rate"
          + " is that of the sample: if it is not the peak, also specify --eventsPerSecond."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally plan --eventsPerSecond=100000 --ads=20000 --pinotRetention=90d",
      "  ./tally plan --eventsPerSecond=1000000 --maxEventAge=1h --regions=8",
      "  ./tally plan --fromTopic=ad-events --bootstrapServers=broker-1:9092 --json"
    })
final class PlanCommand implements Callable<Integer> {
  private static final int MAX_SAMPLE = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private PlanTrafficOptions traffic = new PlanTrafficOptions();
  @Mixin private PlanTimeOptions times = new PlanTimeOptions();
  @Mixin private PlanClusterOptions cluster = new PlanClusterOptions();
  @Mixin private KafkaTarget kafka;

  @Option(
      names = "--fromTopic",
      paramLabel = "TOPIC",
      description = "Measure the traffic of this topic of raw events.")
  private @Nullable String fromTopic;

  @Option(
      names = "--sampleSize",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Records per partition to read for --fromTopic (default: ${DEFAULT-VALUE}).")
  private int sampleSize;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    CapacityPlan plan = CapacityPlan.of(workload());
    if (json) {
      out.println(PlanJson.of(plan));
    } else {
      PlanText.lines(plan).forEach(out::println);
    }
    return Exit.OK;
  }

  private Workload workload() throws IOException {
    Problems problems = new Problems();
    problems.require(
        sampleSize >= 2 && sampleSize <= MAX_SAMPLE,
        "--sampleSize=%d must be from 2 to %d.".formatted(sampleSize, MAX_SAMPLE));
    StateWindows windows = times.windows(problems);
    RetentionTimes retention = times.retention(problems);
    Deployment deployment = cluster.deployment(problems);
    StoreSettings stores = cluster.stores();
    problems.throwIfAny();
    TopicSample sample = fromTopic == null ? null : sample(fromTopic);
    return new Workload(
        traffic.traffic(sample),
        traffic.population(sample),
        windows,
        retention,
        deployment,
        stores);
  }

  /** Reads the sample, and prints what it shows to standard error. */
  private TopicSample sample(String topic) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    ProgressLine progress = new ProgressLine(err, "records read");
    TopicSample sample = SampleTopic.of(kafka.cluster(), topic, sampleSize, progress::reached);
    err.printf(
        "%s: %,d records, %,.0f per second, %,.0f bytes per record%n",
        ControlCharacters.escaped(topic),
        sample.records(),
        sample.recordsPerSecond(),
        sample.bytesPerRecord());
    if (sample.events() == 0) {
      err.println(
          "No record is an event in Tally's format, so ads, users and the share of clicks are not measured: state them with --ads, --users and --clickShare.");
    } else {
      err.printf(
          "about %,.0f ads and %,.0f users, %.1f %% clicks, %s%n",
          sample.ads(), sample.users(), sample.clickShare() * 100, rows(sample));
    }
    err.flush();
    return sample;
  }

  private static String rows(TopicSample sample) {
    return sample.rowsPerMinute() > 0
        ? "%,.0f rows per minute".formatted(sample.rowsPerMinute())
        : "no whole minute: raise --sampleSize to measure the rows per minute";
  }
}
