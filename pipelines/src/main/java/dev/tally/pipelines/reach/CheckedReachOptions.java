package dev.tally.pipelines.reach;

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
import dev.tally.transforms.codec.RecordLimits;
import dev.tally.transforms.reach.ReachSettings;
import java.util.List;
import java.util.stream.Stream;
import org.joda.time.Duration;

/**
 * The reach job's options after they were checked for consistency and against the runner and the
 * topics.
 *
 * <p>Errors: {@link dev.tally.pipelines.options.InvalidOptions}, whose message lists all problems.
 */
@AutoValue
public abstract class CheckedReachOptions {
  /** Must change if a build can no longer read the state of an earlier build. */
  private static final int STATE_FORMAT = 1;

  /** The regions that the job reads; it writes to the first one only. */
  public abstract List<Region> regions();

  /** The settings that decide which users are counted and when a set is emitted. */
  public abstract ReachSettings settings();

  /** How far ahead of its broker time an accepted event may be. */
  public abstract Duration maxClockSkew();

  /** The name of the job's exactly-once writers; a restored job needs the same one. */
  public abstract String sinkGroup();

  /** The settings on which the job's state depends. */
  public abstract Manifest manifest();

  /** Warnings about the savepoint from which the job starts. */
  abstract List<String> restoreNotes();

  /** Returns the Kafka cluster that the job writes to. */
  public final KafkaCluster cluster() {
    return regions().get(0).kafka();
  }

  /** Checks the options and, by requests to Kafka, the topics. */
  public static CheckedReachOptions check(ReachOptions options) {
    Problems problems = new Problems();
    problems.requireRanges(ReachOptions.class, options);
    JobChecks checks = new JobChecks(options, problems);
    ReachSettings settings = settings(options, checks, problems);
    Duration maxClockSkew = problems.duration("maxClockSkew", options.getMaxClockSkew());
    KafkaCluster cluster = checks.cluster();
    checks.checkSink();
    List<Region> regions = cluster == null ? List.of() : checks.regions(cluster, options);
    if (cluster != null) {
      checkTopics(options, regions, checks);
    }
    String sinkGroup = checks.sinkGroup();
    Manifest manifest = manifest(options, sinkGroup);
    List<String> restoreNotes = checks.checkRestore(manifest);
    problems.throwIfAny();
    return new AutoValue_CheckedReachOptions(
        regions, settings, maxClockSkew, sinkGroup, manifest, restoreNotes);
  }

  private static ReachSettings settings(ReachOptions options, JobChecks checks, Problems problems) {
    Duration emitEvery = problems.duration("emitEvery", options.getEmitEvery());
    Duration maxEventAge = checks.maxEventAge();
    int generation = checks.generation();
    return problems.none()
        ? new ReachSettings(
            emitEvery, maxEventAge, generation, PlaceholderOptions.placeholders(options))
        : ReachSettings.defaults();
  }

  private static void checkTopics(ReachOptions options, List<Region> regions, JobChecks checks) {
    TopicInspector topics = TopicInspector.of(regions.get(0).kafka());
    WatermarkPolicy heartbeats = WatermarkPolicy.heartbeats();
    if (checks.checkRead(topics, options.getCleanAdEventsTopic(), heartbeats)) {
      checks.checkRead(regions, options.getCleanAdEventsTopic(), heartbeats);
      checks.checkWrite(topics, options.getCampaignReachTopic(), RecordLimits.campaignReach());
    }
  }

  /**
   * Returns the settings on which the job's state depends. Every other setting may change at a
   * restore.
   */
  private static Manifest manifest(ReachOptions options, String sinkGroup) {
    return JobManifest.of("reach", STATE_FORMAT, options, sinkGroup)
        .fixed("--cleanAdEventsTopic", options.getCleanAdEventsTopic())
        .fixed("--campaignReachTopic", options.getCampaignReachTopic())
        .fixed("--generation", options.getGeneration());
  }

  /** Returns the warnings that the user should read before the job starts. */
  public static List<String> warnings(ReachOptions options, CheckedReachOptions checked) {
    return Stream.of(
            JobChecks.warnings(checked.regions()),
            JobChecks.warnings(options, checked.cluster(), options.getCampaignReachTopic()),
            checked.restoreNotes())
        .flatMap(List::stream)
        .toList();
  }
}
