package dev.tally.pipelines.budget;

import com.google.auto.value.AutoValue;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicInspector;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.options.JobChecks;
import dev.tally.pipelines.options.JobManifest;
import dev.tally.pipelines.options.PlaceholderOptions;
import dev.tally.pipelines.options.Problems;
import dev.tally.pipelines.options.Region;
import dev.tally.runners.manifest.Manifest;
import dev.tally.transforms.budget.BudgetSettings;
import dev.tally.transforms.codec.RecordLimits;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.List;
import java.util.stream.Stream;
import org.joda.time.Duration;

/**
 * The budget job's options after they were checked for consistency and against the runner and the
 * topics.
 *
 * <p>Errors: {@link dev.tally.pipelines.options.InvalidOptions}, whose message lists all problems.
 */
@AutoValue
public abstract class CheckedBudgetOptions {
  /** Must change if a build can no longer read the state of an earlier build. */
  private static final int STATE_FORMAT = 1;

  /** The regions that the job reads; it writes to the first one only. */
  public abstract List<Region> regions();

  /** The settings that decide when spend is announced. */
  public abstract BudgetSettings settings();

  /** The name of the job's exactly-once writers; a restored job needs the same one. */
  public abstract String sinkGroup();

  /** The watermark policy of the topic of campaigns. */
  public abstract WatermarkPolicy watermarks();

  /** Ids that identify nothing. */
  public abstract PlaceholderIds placeholders();

  /** The settings on which the job's state depends. */
  public abstract Manifest manifest();

  /** Warnings about the savepoint from which the job starts. */
  abstract List<String> restoreNotes();

  /** Returns the Kafka cluster that the job writes to. */
  public final KafkaCluster cluster() {
    return regions().get(0).kafka();
  }

  /** Checks the options and, by requests to Kafka, the topics. */
  public static CheckedBudgetOptions check(BudgetOptions options) {
    Problems problems = new Problems();
    problems.requireRanges(BudgetOptions.class, options);
    JobChecks checks = new JobChecks(options, problems);
    BudgetSettings settings = settings(options, checks, problems);
    WatermarkPolicy watermarks = checks.watermarks(checks.expectedDelay(settings.maxEventAge()));
    KafkaCluster cluster = checks.cluster();
    checks.checkSink();
    List<Region> regions = cluster == null ? List.of() : checks.regions(cluster, options);
    if (cluster != null) {
      checkTopics(options, regions, watermarks, checks);
    }
    String sinkGroup = checks.sinkGroup();
    Manifest manifest = manifest(options, sinkGroup);
    List<String> restoreNotes = checks.checkRestore(manifest);
    problems.throwIfAny();
    return new AutoValue_CheckedBudgetOptions(
        regions,
        settings,
        sinkGroup,
        watermarks,
        PlaceholderOptions.placeholders(options),
        manifest,
        restoreNotes);
  }

  private static BudgetSettings settings(
      BudgetOptions options, JobChecks checks, Problems problems) {
    Duration interval = problems.duration("announceEvery", options.getAnnounceEvery());
    Duration maxLag = problems.duration("maxLag", options.getMaxLag());
    Duration maxEventAge = checks.maxEventAge();
    int generation = checks.generation();
    return problems.none()
        ? new BudgetSettings(interval, maxLag, maxEventAge, generation)
        : BudgetSettings.defaults();
  }

  private static void checkTopics(
      BudgetOptions options, List<Region> regions, WatermarkPolicy watermarks, JobChecks checks) {
    TopicInspector topics = TopicInspector.of(regions.get(0).kafka());
    WatermarkPolicy heartbeats = WatermarkPolicy.heartbeats();
    if (checks.checkRead(topics, options.getAdMetricsTopic(), heartbeats)) {
      checks.checkRead(regions, options.getAdMetricsTopic(), heartbeats);
      checks.checkRead(regions, options.getCampaignsTopic(), watermarks);
      checks.checkWrite(topics, options.getCampaignSpendTopic(), RecordLimits.campaignSpend());
    }
  }

  /**
   * Returns the settings on which the job's state depends. Every other setting may change at a
   * restore.
   */
  private static Manifest manifest(BudgetOptions options, String sinkGroup) {
    return JobManifest.of("budget", STATE_FORMAT, options, sinkGroup)
        .fixed("--input", options.getInput())
        .fixed("--adMetricsTopic", options.getAdMetricsTopic())
        .fixed("--campaignsTopic", options.getCampaignsTopic())
        .fixed("--campaignSpendTopic", options.getCampaignSpendTopic())
        .fixed("--generation", options.getGeneration());
  }

  /** Returns the warnings that the user should read before the job starts. */
  public static List<String> warnings(BudgetOptions options, CheckedBudgetOptions checked) {
    return Stream.of(
            JobChecks.warnings(checked.regions()),
            JobChecks.warnings(options, checked.cluster(), options.getCampaignSpendTopic()),
            checked.restoreNotes())
        .flatMap(List::stream)
        .toList();
  }
}
