package dev.tally.bench;

import dev.tally.io.kafka.Delivery;
import dev.tally.transforms.codec.DefaultNames;
import java.time.Duration;

/**
 * The settings of a run of the freshness benchmark.
 *
 * @param rate events per second; 0 means half of the rate that a calibration measures
 * @param length how long is measured
 * @param checkpoints the interval between checkpoints of the aggregation job
 * @param unionCheckpoints the interval between checkpoints of the union job
 * @param earlyPane the value of {@code --earlyPane}
 * @param kafkaSink the value of {@code --kafkaSink} of both jobs
 * @param union false if Pinot reads the topic of the aggregation job
 */
record FreshnessSettings(
    long rate,
    Duration length,
    Duration checkpoints,
    Duration unionCheckpoints,
    String earlyPane,
    Delivery kafkaSink,
    int parallelism,
    boolean union) {
  /** Returns the topic that Pinot reads. */
  String topic() {
    return union ? DefaultNames.ALL_AD_METRICS : DefaultNames.AD_METRICS;
  }

  /** Returns the table in Pinot. */
  String table() {
    return union ? DefaultNames.ALL_AD_METRICS_TABLE : DefaultNames.AD_METRICS_TABLE;
  }
}
