package dev.tally.io.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the id and the number of partitions of a topic once a second, without blocking.
 *
 * <p>Limits: a broker responds from its copy of the cluster's metadata, which may be some
 * milliseconds old; {@code expectedDelay} covers that.
 */
final class TopicWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration REPEAT_LOG = Duration.ofMinutes(1);

  private final Admin admin;
  private final String topic;
  private final AtomicReference<@Nullable TopicSnapshot> found = new AtomicReference<>();
  private final RarelyLogged missing = new RarelyLogged(REPEAT_LOG);
  private KafkaFuture<TopicDescription> pendingLookup = KafkaFuture.completedFuture(null);
  private long lastLookup;

  TopicWatch(Admin admin, String topic) {
    this.admin = admin;
    this.topic = topic;
  }

  /** Starts a lookup if one is due, and returns a result received since the last call. */
  Optional<TopicSnapshot> poll(Clock clock) {
    long now = clock.millis();
    if (pendingLookup.isDone() && now - lastLookup >= EVERY.toMillis()) {
      startLookup(now);
    }
    return Optional.ofNullable(found.getAndSet(null));
  }

  private void startLookup(long now) {
    lastLookup = now;
    pendingLookup =
        describe(admin, topic, TIMEOUT)
            .whenComplete(
                (description, failure) -> {
                  if (failure == null) {
                    found.set(topology(now, description));
                  } else if (failure instanceof UnknownTopicOrPartitionException
                      && missing.isDue(now)) {
                    LOG.warn(
                        "Topic {} was deleted while it was being read; its watermark does not"
                            + " advance",
                        topic);
                  }
                });
  }

  static KafkaFuture<TopicDescription> describe(Admin admin, String topic, Duration timeout) {
    return Objects.requireNonNull(
        admin
            .describeTopics(
                List.of(topic), new DescribeTopicsOptions().timeoutMs((int) timeout.toMillis()))
            .topicNameValues()
            .get(topic));
  }

  static TopicSnapshot topology(long lookupStart, TopicDescription description) {
    return new TopicSnapshot(lookupStart, description.topicId(), description.partitions().size());
  }
}
