package dev.tally.operations.restate;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.transforms.codec.DefaultNames;

/**
 * What a restatement reads, computes and replaces.
 *
 * @param cluster the Kafka cluster of the region
 * @param topics the topics that are read and written
 * @param region the job's name for the region of this cluster
 * @param range the minutes that are computed again
 * @param rules the rules by which their events are counted
 * @param eventsAtOnce how many events are deduplicated in one pass over the raw topic
 */
public record RestateSettings(
    KafkaCluster cluster,
    Topics topics,
    String region,
    MinuteRange range,
    RestateRules rules,
    long eventsAtOnce) {

  /**
   * The topics of a restatement.
   *
   * @param adEvents raw ad events
   * @param adMetrics the counts that the aggregation job writes
   */
  public record Topics(String adEvents, String adMetrics) {
    /** Returns the default names. */
    public static Topics defaults() {
      return new Topics(DefaultNames.AD_EVENTS, DefaultNames.AD_METRICS);
    }
  }
}
