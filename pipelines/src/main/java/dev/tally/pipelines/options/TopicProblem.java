package dev.tally.pipelines.options;

import dev.tally.io.kafka.TopicInspector;
import dev.tally.io.kafka.WatermarkPolicy;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A reason why a job cannot read a topic.
 *
 * @param text the message for the user, which says what to do
 */
record TopicProblem(Kind kind, String text) {
  enum Kind {
    /** No broker responds, so requests for other topics would time out too. */
    NO_BROKER_RESPONDS,
    /** The topic does not exist, or its settings do not fit the job. */
    TOPIC
  }

  /** Returns why the topic cannot be read under the policy; empty if it can. */
  static List<TopicProblem> unreadable(
      TopicInspector topics, String topic, WatermarkPolicy watermarks) {
    try {
      topics.partitions(topic);
    } catch (IllegalArgumentException e) {
      return List.of(of(e));
    }
    return topics.unreadable(topic, watermarks).stream()
        .map(text -> new TopicProblem(Kind.TOPIC, text))
        .toList();
  }

  /**
   * Classifies a failed lookup by its cause: a response of the brokers, for example an unknown
   * topic, is an {@link ApiException} other than a timeout.
   */
  static TopicProblem of(IllegalArgumentException lookup) {
    Throwable cause = lookup.getCause();
    boolean noResponse =
        cause instanceof TimeoutException
            || (cause instanceof KafkaException && !(cause instanceof ApiException));
    return new TopicProblem(
        noResponse ? Kind.NO_BROKER_RESPONDS : Kind.TOPIC, String.valueOf(lookup.getMessage()));
  }
}
