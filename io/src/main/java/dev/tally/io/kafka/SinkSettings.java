package dev.tally.io.kafka;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.joda.time.Duration;

/**
 * Defines the settings of an exactly-once write that the brokers must allow. The writer uses them,
 * and {@link WriteChecks} compares them with the brokers before a job starts.
 */
final class SinkSettings {
  /**
   * How often an idle writer renews its marker. It is well within the {@code
   * offsets.retention.minutes} of brokers, whose default is 7 days.
   */
  static final Duration RENEW_EVERY = Duration.standardHours(1);

  /** The least {@code offsets.retention.minutes} with which no marker expires between renewals. */
  static final long LEAST_RETENTION_MINUTES = 2 * RENEW_EVERY.getStandardMinutes();

  private static final int TRANSACTION_MILLIS = 300_000;

  /** The default of {@code transaction.max.timeout.ms} of brokers. */
  private static final int TWO_PHASE_MILLIS = 900_000;

  private SinkSettings() {}

  /**
   * Returns the timeout after which the broker aborts a transaction, for example of a commit batch
   * that hangs.
   */
  static int transactionMillis(KafkaCluster cluster) {
    return transactionMillis(cluster, Delivery.EXACTLY_ONCE);
  }

  /** Returns the timeout of a mode; a transaction of {@code TWO_PHASE} outlasts a checkpoint. */
  static int transactionMillis(KafkaCluster cluster, Delivery delivery) {
    Object given = cluster.producerConfig().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    if (given != null) {
      return Integer.parseInt(given.toString().trim());
    }
    return delivery == Delivery.TWO_PHASE ? TWO_PHASE_MILLIS : TRANSACTION_MILLIS;
  }
}
