package dev.tally.pipelines.union;

import com.google.auto.value.AutoValue;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicInspector;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.pipelines.options.JobChecks;
import dev.tally.pipelines.options.JobManifest;
import dev.tally.pipelines.options.Problems;
import dev.tally.pipelines.options.Region;
import dev.tally.runners.manifest.Manifest;
import dev.tally.transforms.codec.RecordTopic;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.time.Duration;

/**
 * The union job's options after they were checked for consistency and against the runner, the
 * topics and the stores.
 *
 * <p>Errors: {@link dev.tally.pipelines.options.InvalidOptions}, whose message lists all problems.
 */
@AutoValue
public abstract class CheckedUnionOptions {
  /** Must change if a build can no longer read the state of an earlier build. */
  private static final int STATE_FORMAT = 2;

  /** The regions that the job reads; it writes to the first one only. */
  public abstract List<Region> regions();

  /** The name of the job's exactly-once writers; a restored job needs the same one. */
  public abstract String sinkGroup();

  /** The maximum time that a row waits before it is written to Hive. */
  abstract Duration hiveDelay();

  /** The maximum time that a row waits before it is inserted into ClickHouse. */
  abstract Duration clickHouseDelay();

  /** The settings on which the job's state depends. */
  public abstract Manifest manifest();

  /** The retention of replaced data in Hive. */
  abstract Duration hiveRetention();

  /** Warnings about the savepoint from which the job starts. */
  abstract List<String> restoreNotes();

  /** Returns the Kafka cluster that the job writes to. */
  public final KafkaCluster cluster() {
    return regions().get(0).kafka();
  }

  /**
   * Checks the options and, by requests to the servers, the topics and tables. Creates missing
   * tables of Pinot and ClickHouse.
   */
  public static CheckedUnionOptions check(UnionOptions options) {
    Problems problems = new Problems();
    problems.requireRanges(UnionOptions.class, options);
    JobChecks checks = new JobChecks(options, problems);
    KafkaCluster cluster = checks.cluster();
    checks.checkSink();
    List<Region> regions = cluster == null ? List.of() : checks.regions(cluster, options);
    if (cluster != null) {
      checkTopics(options, regions, checks);
    }
    Duration hiveDelay = problems.duration("hiveDelay", options.getHiveDelay());
    Duration retention = problems.duration("hiveRetention", options.getHiveRetention());
    Duration clickHouseDelay = problems.duration("clickHouseDelay", options.getClickHouseDelay());
    Map<String, String> clickHouseIds =
        problems.none() && cluster != null ? checkStores(options, cluster, problems) : Map.of();
    String sinkGroup = checks.sinkGroup();
    Manifest manifest =
        ClickHouseChecks.manifest(manifest(options, sinkGroup), options, clickHouseIds);
    List<String> restoreNotes = checks.checkRestore(manifest);
    problems.throwIfAny();
    return new AutoValue_CheckedUnionOptions(
        regions, sinkGroup, hiveDelay, clickHouseDelay, manifest, retention, restoreNotes);
  }

  /** Checks the stores; returns the ids of ClickHouse's tables. */
  private static Map<String, String> checkStores(
      UnionOptions options, KafkaCluster cluster, Problems problems) {
    HiveChecks.check(options, problems);
    new PinotTableChecks(options, cluster).check(problems);
    return ClickHouseChecks.check(options, problems);
  }

  private static void checkTopics(UnionOptions options, List<Region> regions, JobChecks checks) {
    TopicInspector topics = TopicInspector.of(regions.get(0).kafka());
    WatermarkPolicy heartbeats = WatermarkPolicy.heartbeats();
    if (checks.checkRead(topics, options.getAdMetricsTopic(), heartbeats)) {
      checks.checkRead(regions, options.getAdMetricsTopic(), heartbeats);
      checks.checkRead(regions, options.getAttributedOrdersTopic(), heartbeats);
      checkReachTopic(options, topics, checks);
      checks.checkWrite(
          topics, options.getAllAdMetricsTopic(), RecordTopic.ALL_AD_METRICS.maxRecordBytes());
      checks.checkWrite(
          topics,
          options.getAllAttributedOrdersTopic(),
          RecordTopic.ALL_ATTRIBUTED_ORDERS.maxRecordBytes());
    }
  }

  /** Checks the topic of the reach job, which is read in the job's own region. */
  private static void checkReachTopic(
      UnionOptions options, TopicInspector topics, JobChecks checks) {
    String topic = options.getCampaignReachTopic();
    if (topic != null) {
      checks.checkRead(topics, topic, WatermarkPolicy.heartbeats());
    }
  }

  /**
   * Returns the settings on which the job's state depends. Every other setting may change at a
   * restore.
   */
  private static Manifest manifest(UnionOptions options, String sinkGroup) {
    String metastore = options.getHiveMetastore();
    boolean loadsHive = metastore != null;
    String reachTopic = options.getCampaignReachTopic();
    boolean loadsReach = loadsHive && reachTopic != null;
    return JobManifest.of("union", STATE_FORMAT, options, sinkGroup)
        .fixed("--adMetricsTopic", options.getAdMetricsTopic())
        .fixed("--attributedOrdersTopic", options.getAttributedOrdersTopic())
        .fixed("--allAdMetricsTopic", options.getAllAdMetricsTopic())
        .fixed("--allAttributedOrdersTopic", options.getAllAttributedOrdersTopic())
        .lasting("--hiveMetastore", metastore == null ? "" : metastore)
        .addable("--hiveAdMetricsTable", loadsHive ? options.getHiveAdMetricsTable() : "")
        .addable(
            "--hiveAttributedOrdersTable", loadsHive ? options.getHiveAttributedOrdersTable() : "")
        .addable("--campaignReachTopic", loadsReach ? String.valueOf(reachTopic) : "")
        .addable("--hiveCampaignReachTable", loadsReach ? options.getHiveCampaignReachTable() : "");
  }

  /** Returns the warnings that the user should read before the job starts. */
  public static List<String> warnings(UnionOptions options, CheckedUnionOptions checked) {
    return Stream.of(
            JobChecks.warnings(checked.regions()),
            new PinotTableChecks(options, checked.cluster()).warnings(),
            JobChecks.warnings(options, checked.cluster(), options.getAllAdMetricsTopic()),
            JobChecks.warnings(options, checked.cluster(), options.getAllAttributedOrdersTopic()),
            checked.restoreNotes())
        .flatMap(List::stream)
        .toList();
  }
}
