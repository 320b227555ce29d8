package dev.tally.io.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that a reader's offsets are not committed. They serve monitoring only, and the next
 * checkpoint commits newer ones, so a failure that Kafka calls retriable is a warning only if no
 * commit has succeeded for a minute. Any other failure is a warning at once.
 *
 * <p>The readers of a topic in one JVM fail for the same reason: together they log one warning per
 * five minutes.
 */
final class CommitFailures {
  private static final Logger LOG = LoggerFactory.getLogger(CommitFailures.class);
  private static final Duration LASTING = Duration.ofMinutes(1);
  private static final Duration REPEAT_LOG = Duration.ofMinutes(5);

  /** By consumer group and topic. */
  private static final Map<String, RarelyLogged> WARNINGS = new ConcurrentHashMap<>();

  private final String topic;
  private final RarelyLogged warnings;
  private long failingSince = -1;

  CommitFailures(String group, String topic) {
    this(topic, WARNINGS.computeIfAbsent(group + "/" + topic, t -> new RarelyLogged(REPEAT_LOG)));
  }

  CommitFailures(String topic, RarelyLogged warnings) {
    this.topic = topic;
    this.warnings = warnings;
  }

  void succeeded() {
    failingSince = -1;
  }

  /** Logs a failure; {@code now} in epoch ms. */
  void failed(Exception failure, long now) {
    if (isWarning(failure, now)) {
      LOG.warn(
          "The offsets read in {} are not committed, so ./tally status and the lag of its consumer"
              + " group are behind the job; its results are not affected: {}",
          topic,
          failure.getMessage());
    } else {
      LOG.debug("Offsets of {} not committed until the next checkpoint", topic, failure);
    }
  }

  boolean isWarning(Exception failure, long now) {
    if (failingSince < 0) {
      failingSince = now;
    }
    boolean lasts = now - failingSince >= LASTING.toMillis();
    return (lasts || !(failure instanceof RetriableException)) && warnings.isDue(now);
  }
}
