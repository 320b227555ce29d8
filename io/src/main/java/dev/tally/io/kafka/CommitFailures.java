package dev.tally.io.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures to commit a reader's offsets. The offsets are for monitoring only, and the next
 * checkpoint commits newer ones. A retriable failure is therefore logged as a warning only if no
 * commit has succeeded for a minute. Any other failure is logged as a warning at once.
 *
 * <p>The readers of a topic in one JVM usually fail for the same reason, so together they log at
 * most one warning per five minutes.
 */
final class CommitFailures {
  private static final Logger LOG = LoggerFactory.getLogger(CommitFailures.class);
  private static final Duration LASTING = Duration.ofMinutes(1);
  private static final Duration REPEAT_LOG = Duration.ofMinutes(5);

  /** The key is the consumer group and the topic, separated by a slash. */
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

  /** Logs a failure at the time {@code now}, in epoch ms. */
  void failed(Exception failure, long now) {
    if (isWarning(failure, now)) {
      LOG.warn(
          "The offsets read in {} cannot be committed, so ./tally status and the consumer group show"
              + " more lag than the job has; its results are not affected: {}",
          topic,
          failure.getMessage());
    } else {
      LOG.debug("Offsets of {} are not committed until the next checkpoint", topic, failure);
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
