package dev.tally.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tally.cli.Exit;
import dev.tally.io.kafka.Delivery;
import dev.tally.server.stack.LocalStack;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the time from an event to its count in Pinot. */
@Command(
    name = "freshness",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Measure the time from an event to its count in Pinot.",
      "",
      "Starts Kafka, Pinot, the aggregation job and the union job, each in its own JVM, and sends"
          + " impressions to the raw topic at a steady rate. Ten events per second are probes: each"
          + " has an ad of its own, so its count is a row of its own. The command measures when a"
          + " read-committed reader has the count of each probe from the topic of each job, and when"
          + " a query of Pinot returns it (one query every 50 ms). The measurement begins when the"
          + " first probes are queryable.",
      "",
      "Exits with 0 only if every probe became queryable and Pinot has counted all events. The last"
          + " line is for scripts."
    },
    footer = {
      "",
      "Examples:",
      "  ./tally bench freshness",
      "  ./tally bench freshness --minutes=1 --rate=500",
      "  ./tally bench freshness --earlyPane=1s --json=result.json",
      "  ./tally bench freshness --rate=5000 --unionCheckpointMillis=1000",
      "  ./tally bench freshness --withoutUnion"
    })
final class FreshnessCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "How long is measured, in minutes.")
  private long minutes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Events per second (default: half of the rate at which the aggregation job reads a million"
              + " events that are sent at once before the measurement).")
  private @Nullable Long rate;

  @Option(
      names = "--checkpointMillis",
      defaultValue = "5000",
      description = "Checkpoint interval of the aggregation job in milliseconds.")
  private long checkpointMillis;

  @Option(
      names = "--unionCheckpointMillis",
      paramLabel = "N",
      description =
          "Checkpoint interval of the union job in milliseconds (default: that of the aggregation"
              + " job).")
  private @Nullable Long unionCheckpointMillis;

  @Option(
      names = "--earlyPane",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "As for ./tally run aggregation.")
  private String earlyPane = "";

  @Option(
      names = "--kafkaSink",
      defaultValue = "TWO_PHASE",
      description = "How both jobs write, as for ./tally run: ${COMPLETION-CANDIDATES}.")
  private Delivery kafkaSink;

  @Option(
      names = "--parallelism",
      defaultValue = "2",
      description = "Parallelism of each job, at most 4.")
  private int parallelism;

  @Option(
      names = "--withoutUnion",
      description = "Pinot reads the topic of the aggregation job; there is no union job.")
  private boolean withoutUnion;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to this file as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    FreshnessSettings settings = settings();
    PrintWriter out = spec.commandLine().getOut();
    Consumer<String> console = BenchConsole.to(out);
    try (LocalStack stack = LocalStack.temporary();
        FreshnessRun run = new FreshnessRun(settings, stack, console)) {
      FreshnessRun.Result result = run.run();
      result.figures().table().forEach(console);
      console.accept(summary(result));
      if (json != null) {
        Files.writeString(json, json(settings, result).toPrettyString() + "\n");
      }
      out.println(result.figures().lastLine());
      return result.sound() ? Exit.OK : Exit.DIFFERENT;
    }
  }

  private FreshnessSettings settings() {
    long perSecond = rate == null ? 1 : rate;
    long unionMillis = unionCheckpointMillis == null ? checkpointMillis : unionCheckpointMillis;
    Arguments.positive("--minutes", minutes);
    Arguments.positive("--rate", perSecond);
    Arguments.positive("--checkpointMillis", checkpointMillis);
    Arguments.positive("--unionCheckpointMillis", unionMillis);
    Arguments.positive("--parallelism", parallelism);
    Arguments.atMost(
        "--parallelism", parallelism, "the number of partitions", OutputTopic.PARTITIONS);
    return new FreshnessSettings(
        rate == null ? 0 : rate,
        Duration.ofMinutes(minutes),
        Duration.ofMillis(checkpointMillis),
        Duration.ofMillis(unionMillis),
        earlyPane,
        kafkaSink,
        parallelism,
        !withoutUnion);
  }

  private static String summary(FreshnessRun.Result result) {
    String cores =
        String.join(
            ", ",
            result.cores().entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.2f", e.getKey(), e.getValue()))
                .toList());
    return String.format(
        Locale.ROOT,
        "%,d probes, %,d missing; %,.0f events/s, %,.0f counts written/s; %,d events sent, %,d counted in Pinot (%s);"
            + " CPU cores used: %s",
        result.probes(),
        result.missing(),
        result.rate(),
        result.counts(),
        result.events(),
        result.counted(),
        result.sound() ? "as expected" : "WRONG",
        cores);
  }

  private static ObjectNode json(FreshnessSettings settings, FreshnessRun.Result result) {
    ObjectNode root = FreshnessFigures.json();
    root.put("minutes", settings.length().toMinutes());
    root.put("checkpoint_ms", settings.checkpoints().toMillis());
    root.put("union_checkpoint_ms", settings.unionCheckpoints().toMillis());
    root.put("early_pane", settings.earlyPane());
    root.put("kafka_sink", settings.kafkaSink().name());
    root.put("parallelism", settings.parallelism());
    root.put("union", settings.union());
    root.put("top_rate", result.topRate());
    root.put("events_per_second", result.rate());
    root.put("counts_per_second", result.counts());
    root.put("probes", result.probes());
    root.put("missing", result.missing());
    root.put("events", result.events());
    root.put("counted", result.counted());
    root.put("queries", result.queries());
    ObjectNode cores = root.putObject("cpu_cores");
    result.cores().forEach(cores::put);
    ObjectNode checkpoints = root.putObject("checkpoints");
    result.checkpoints().forEach(checkpoints::put);
    root.put("sound", result.sound());
    result.figures().addTo(root);
    return root;
  }
}
