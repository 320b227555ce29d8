package dev.tally.cli;

import dev.tally.operations.restate.MinuteRange;
import dev.tally.operations.restate.RestateJson;
import dev.tally.operations.restate.RestateListener;
import dev.tally.operations.restate.RestateMinutes;
import dev.tally.operations.restate.RestateReport;
import dev.tally.operations.restate.RestateRules;
import dev.tally.operations.restate.RestateSettings;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.codec.DefaultNames;
import dev.tally.transforms.dedup.FirstCopies;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes the counts of a time range again under new rules and replaces those that differ. */
@Command(
    name = "restate",
    mixinStandardHelpOptions = true,
    description = {
      "Count a time range again under new rules and replace what differs.",
      "",
      "The command reads the raw events of the range from Kafka, counts them with the given"
          + " mapping and options, and compares the result with the ad metrics. It writes the rows"
          + " that differ with a higher generation, in one transaction, so that Kafka, Pinot and"
          + " Hive replace the earlier rows. A row without events under the new rules is replaced"
          + " by a row of zeros. Run it while the jobs run.",
      "",
      "A minute can be restated when the job's watermark has passed it by --maxEventAge, as long as"
          + " Kafka has the raw events. If the command is killed, nothing is written, and it can be"
          + " run again. Running it once more has no effect."
    },
    footer = {
      "",
      "Example:",
      "  ./tally restate --from=2026-03-01T12:00:00Z --to=2026-03-01T18:00:00Z \\",
      "      --adEventsFormat=corrected.yaml --dryRun"
    })
final class RestateCommand implements Callable<Integer> {
  /** The ids of events use at most this share of the heap; rows and buffers use the rest. */
  private static final int HEAP_SHARE = 2;

  @Spec private CommandSpec spec;
  @Mixin private KafkaTarget kafka = new KafkaTarget();
  @Mixin private RestateRuleOptions ruleOptions = new RestateRuleOptions();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description = "The first minute (event time, UTC).")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      required = true,
      description = "The end of the last minute; events at this time are not in the range.")
  private Instant to;

  @Option(names = "--dryRun", description = "Show what would change without writing it.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "The job's --region (default: ${DEFAULT-VALUE}).")
  private String region;

  @Option(
      names = "--adEventsTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.AD_EVENTS,
      description = "The topic of raw ad events (default: ${DEFAULT-VALUE}).")
  private String adEventsTopic;

  @Option(
      names = "--adMetricsTopic",
      paramLabel = "NAME",
      defaultValue = DefaultNames.AD_METRICS,
      description = "The topic of ad metrics (default: ${DEFAULT-VALUE}).")
  private String adMetricsTopic;

  @Override
  public Integer call() throws IOException {
    RestateMinutes restate = new RestateMinutes(settings(), progress(), org.joda.time.Instant::now);
    RestateReport report = dryRun ? restate.dryRun() : restate.write();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(RestateJson.of(report, dryRun ? 0 : report.rows().written()));
    } else {
      new RestateResult(report).print(out, dryRun);
    }
    return Exit.OK;
  }

  private RestateSettings settings() throws IOException {
    Problems problems = new Problems();
    MinuteRange range = problems.attempt(() -> new MinuteRange(joda(from), joda(to)));
    @Nullable RestateRules rules = ruleOptions.rules(problems);
    problems.throwIfAny();
    return new RestateSettings(
        kafka.cluster(),
        new RestateSettings.Topics(adEventsTopic, adMetricsTopic),
        region,
        Objects.requireNonNull(range),
        Objects.requireNonNull(rules),
        Runtime.getRuntime().maxMemory() / HEAP_SHARE / FirstCopies.MAX_BYTES_PER_EVENT);
  }

  private static org.joda.time.Instant joda(Instant time) {
    return org.joda.time.Instant.ofEpochMilli(time.toEpochMilli());
  }

  private RestateListener progress() {
    ProgressLine line = new ProgressLine(spec.commandLine().getErr(), "raw records read");
    return new RestateListener() {
      @Override
      public void read(long records) {
        line.reached(records);
      }
    };
  }
}
