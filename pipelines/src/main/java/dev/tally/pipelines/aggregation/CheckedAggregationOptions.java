package dev.tally.pipelines.aggregation;

import com.google.auto.value.AutoValue;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicInspector;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.options.FormatChecks;
import dev.tally.pipelines.options.InvalidTrafficChecks;
import dev.tally.pipelines.options.JobChecks;
import dev.tally.pipelines.options.JobManifest;
import dev.tally.pipelines.options.PlaceholderOptions;
import dev.tally.pipelines.options.Problems;
import dev.tally.pipelines.options.Region;
import dev.tally.runners.manifest.Manifest;
import dev.tally.transforms.codec.RecordLimits;
import dev.tally.transforms.dedup.DedupScope;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.time.Duration;

/**
 * The aggregation job's options after they were checked for consistency and against the runner and
 * the topics.
 *
 * <p>Errors: {@link dev.tally.pipelines.options.InvalidOptions}, whose message lists all problems.
 */
@AutoValue
public abstract class CheckedAggregationOptions {
  /** Must change if a build can no longer read the state of an earlier build. */
  private static final int STATE_FORMAT = 2;

  /** The regions that the job reads; it writes to the first one only. */
  public abstract List<Region> regions();

  /** The rules that decide which events are counted and when counts are written. */
  public abstract AggregationRules rules();

  /** The mapping that decodes raw ad events; empty for Tally's own JSON. */
  public abstract Optional<Mapping<AdEvent>> adEventsMapping();

  /** The name of the job's exactly-once writers; a restored job needs the same one. */
  public abstract String sinkGroup();

  /** The watermark policy of the raw topics. */
  public abstract WatermarkPolicy watermarks();

  /** The settings on which the job's state depends. */
  public abstract Manifest manifest();

  /** Warnings about the savepoint from which the job starts. */
  abstract List<String> restoreNotes();

  /** Returns the Kafka cluster that the job writes to. */
  public final KafkaCluster cluster() {
    return regions().get(0).kafka();
  }

  /** Checks the options and, by requests to Kafka, the topics. */
  public static CheckedAggregationOptions check(AggregationOptions options) {
    Problems problems = new Problems();
    problems.requireRanges(AggregationOptions.class, options);
    JobChecks checks = new JobChecks(options, problems);
    AggregationRules rules = rules(options, checks, problems);
    Optional<Mapping<AdEvent>> mapping =
        new FormatChecks(problems)
            .mapping(
                "adEventsFormat",
                options.getAdEventsFormat(),
                file -> Mapping.toRawAdEvents(file, rules.invalidTraffic()));
    KafkaCluster cluster = checks.cluster();
    WatermarkPolicy watermarks = checks.watermarks(checks.expectedDelay(rules.maxEventAge()));
    checks.checkSink();
    problems.require(
        options.getDedupScope() == DedupScope.GLOBAL || options.getOtherRegions().isBlank(),
        "--otherRegions needs --dedupScope=GLOBAL: without it the job counts its own region only.");
    List<Region> regions = cluster == null ? List.of() : checks.regions(cluster, options);
    if (cluster != null) {
      checkTopics(options, regions, watermarks, checks, problems);
    }
    String sinkGroup = checks.sinkGroup();
    Manifest manifest =
        manifest(options, rules, sinkGroup)
            .noted("--adEventsFormat", FormatChecks.described(mapping));
    List<String> restoreNotes = checks.checkRestore(manifest);
    problems.throwIfAny();
    return new AutoValue_CheckedAggregationOptions(
        regions, rules, mapping, sinkGroup, watermarks, manifest, restoreNotes);
  }

  private static AggregationRules rules(
      AggregationOptions options, JobChecks checks, Problems problems) {
    PlaceholderIds placeholders = PlaceholderOptions.placeholders(options);
    Duration maxEventAge = checks.maxEventAge();
    Duration maxClockSkew = problems.duration("maxClockSkew", options.getMaxClockSkew());
    Duration earlyPane = problems.duration("earlyPane", options.getEarlyPane());
    Duration doubleClickWindow =
        problems.duration("doubleClickWindow", options.getDoubleClickWindow());
    return new AggregationRules(
        maxEventAge,
        maxClockSkew,
        earlyPane,
        checks.generation(),
        doubleClickWindow,
        options.getDedupScope(),
        placeholders,
        new InvalidTrafficChecks(problems).rules(options, placeholders));
  }

  private static void checkTopics(
      AggregationOptions options,
      List<Region> regions,
      WatermarkPolicy watermarks,
      JobChecks checks,
      Problems problems) {
    TopicInspector topics = TopicInspector.of(regions.get(0).kafka());
    if (!checks.checkRead(topics, options.getAdEventsTopic(), watermarks)) {
      return;
    }
    checks.checkRead(regions, options.getAdEventsTopic(), watermarks);
    checks.checkWrite(topics, options.getAdMetricsTopic(), RecordLimits.adMetric());
    problems.addAll(
        CommittedScope.problems(
            regions.get(0).kafka(), options.getAdMetricsTopic(), options.getDedupScope()));
    if (!options.getCleanAdEventsTopic().isEmpty()) {
      checks.checkOutput(topics, options.getCleanAdEventsTopic(), RecordLimits.cleanAdEvent());
    }
  }

  /**
   * Returns the settings on which the job's state depends. Every other setting may change at a
   * restore.
   */
  private static Manifest manifest(
      AggregationOptions options, AggregationRules rules, String sinkGroup) {
    InvalidTrafficRules traffic = rules.invalidTraffic();
    int limit = traffic.maxClicksPerUserHour();
    boolean findsRepeats = rules.doubleClickWindow().getMillis() > 0;
    return JobManifest.of("aggregation", STATE_FORMAT, options, sinkGroup)
        .fixed("--input", options.getInput())
        .fixed("--adEventsTopic", options.getAdEventsTopic())
        .fixed("--adMetricsTopic", options.getAdMetricsTopic())
        .addable("--cleanAdEventsTopic", options.getCleanAdEventsTopic())
        .fixed("--dedupScope", options.getDedupScope())
        .fixed("--generation", options.getGeneration())
        .lasting("--doubleClickWindow", findsRepeats ? options.getDoubleClickWindow() : "")
        .lasting("--maxClicksPerUserHour", limit > 0 ? limit : "")
        .noted("--botList", version(traffic.bots().isEmpty(), traffic.bots()))
        .noted("--dataCenterList", version(traffic.dataCenters().isEmpty(), traffic.dataCenters()))
        .noted("--invalidPlaceholderUsers", traffic.placeholderUsers() == null ? "" : "true");
  }

  private static String version(boolean isEmpty, Object list) {
    return isEmpty ? "" : list.toString();
  }

  /**
   * Returns what the user should read before the job starts: the rules of invalid traffic with
   * their versions, and warnings.
   */
  public static List<String> warnings(
      AggregationOptions options, CheckedAggregationOptions checked) {
    return Stream.of(
            checked.rules().invalidTraffic().describe().stream()
                .map(rule -> "invalid traffic: " + rule)
                .toList(),
            JobChecks.warnings(checked.regions()),
            JobChecks.warnings(options, checked.cluster(), options.getAdMetricsTopic()),
            checked.restoreNotes(),
            JobChecks.omittedPayloads(
                checked.cluster(),
                options.getDeadLettersTopic(),
                List.of(options.getAdEventsTopic())))
        .flatMap(List::stream)
        .toList();
  }
}
