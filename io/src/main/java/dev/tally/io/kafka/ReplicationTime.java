package dev.tally.io.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Determines how long a record can be in a leader's log before a lookup of the end of the log
 * counts it.
 *
 * <p>A lookup returns the high watermark: what every in-sync replica has. A follower that lags for
 * {@code replica.lag.time.max.ms} is removed from the in-sync replicas by a check that runs twice
 * in that time, so one and a half times the setting bounds the lag. A topic of a single broker has
 * no followers.
 */
final class ReplicationTime {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicationTime.class);
  private static final String SETTING = "replica.lag.time.max.ms";
  private static final long KAFKA_DEFAULT = 30_000;
  private static final int TIMEOUT_MS = 10_000;

  private ReplicationTime() {}

  /** Reads the setting of the brokers; assumes Kafka's default of 30 s if it is not available. */
  static Duration of(Admin admin) throws InterruptedException {
    try {
      BrokerConfigs brokers = new BrokerConfigs(admin, TIMEOUT_MS);
      Collection<Node> nodes = brokers.nodes();
      return nodes.size() == 1 ? Duration.ZERO : of(maxLag(brokers.of(nodes)));
    } catch (ExecutionException e) {
      LOG.info("{} of the brokers is unknown, assuming 30 s: {}", SETTING, e.getMessage());
      return of(KAFKA_DEFAULT);
    }
  }

  static Duration of(long maxLagMillis) {
    return Duration.ofMillis(maxLagMillis + maxLagMillis / 2);
  }

  private static long maxLag(Collection<Config> brokers) {
    return brokers.stream().mapToLong(ReplicationTime::maxLag).max().orElse(KAFKA_DEFAULT);
  }

  private static long maxLag(Config broker) {
    ConfigEntry entry = broker.get(SETTING);
    return entry == null || entry.value() == null ? KAFKA_DEFAULT : Long.parseLong(entry.value());
  }
}
