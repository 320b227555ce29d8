package dev.tally.io.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Decides whether a reader can start to read its topic. */
record TopicStart(ReadPlan plan) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  sealed interface Outcome {}

  /** The topic can be read. */
  record Ready(TopicSnapshot topology) implements Outcome {}

  /**
   * The topic cannot be read yet.
   *
   * @param why the reason, and what the user can do if it needs an action
   */
  record NotYet(String why) implements Outcome {}

  /**
   * Looks up the topic; may block for up to 20 s.
   *
   * <p>Errors: {@link IllegalStateException} if the topic must not be read: it is not the topic of
   * the checkpoint, or its settings would lose records.
   */
  Outcome attempt(Admin admin, Clock clock) throws InterruptedException {
    long start = clock.millis();
    TopicSnapshot found;
    try {
      found = TopicWatch.topology(start, TopicWatch.describe(admin, plan.topic(), TIMEOUT).get());
    } catch (ExecutionException e) {
      return new NotYet(obstacle(e.getCause()));
    }
    new TopicContinuity(plan.cluster(), plan.topic(), plan.watermarks())
        .checkRestored(plan.from(), found);
    requireAPartitionForEachSplit(found);
    return plan.read().checked() == ReadSettings.Checked.AT_LAUNCH
        ? new Ready(found)
        : settings(found);
  }

  private String obstacle(@Nullable Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return "there is no such topic at %s: create it with ./tally topics"
          .formatted(plan.cluster());
    }
    if (cause instanceof TimeoutException) {
      return "Kafka at %s does not respond".formatted(plan.cluster());
    }
    if (cause instanceof RetriableException) {
      return "Kafka at %s: %s".formatted(plan.cluster(), cause.getMessage());
    }
    throw new IllegalStateException(
        "Kafka at %s refused to describe topic %s: %s"
            .formatted(plan.cluster(), plan.topic(), cause),
        cause);
  }

  /**
   * Throws if a split has no partition. It would hold the watermark for ever. Only in a live topic
   * does the watermark of such a split advance, with the lookups of the topic.
   */
  private void requireAPartitionForEachSplit(TopicSnapshot found) {
    if (found.partitions() < plan.share().splits() && !plan.watermarks().needsLogAppendTime()) {
      throw new IllegalStateException(
          "Topic %s at %s has %d partitions, but the job was launched with %d readers for it, probably because this cluster did not respond at launch. Start again without a savepoint while the cluster responds: the launch then counts the partitions of this cluster."
              .formatted(plan.topic(), plan.cluster(), found.partitions(), plan.share().splits()));
    }
  }

  private Outcome settings(TopicSnapshot found) {
    List<String> wrong;
    try {
      wrong =
          TopicRules.unreadable(
              TopicInspector.of(plan.cluster()).config(plan.topic()), plan.watermarks());
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof RetriableException) {
        return new NotYet(String.valueOf(e.getMessage()));
      }
      throw new IllegalStateException(e.getMessage(), e);
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "Topic %s at %s %s".formatted(plan.topic(), plan.cluster(), String.join(" It ", wrong)));
    }
    return new Ready(found);
  }
}
