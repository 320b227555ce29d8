package dev.tally.operations.redrive;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.CompactedTopic;
import java.io.IOException;

/** The topic with the marks of redriven letters. */
final class RedrivenTopic {
  private final CompactedTopic topic;

  RedrivenTopic(KafkaCluster cluster, String name) {
    this.topic = new CompactedTopic(cluster, name, "which dead letters were redriven");
  }

  /**
   * Creates the topic if it is missing.
   *
   * @throws IllegalArgumentException if it exists with settings under which marks would be deleted
   */
  void create() throws IOException {
    topic.create();
  }

  /** Returns the letters whose marks are committed; none if the topic does not exist. */
  RedrivenLetters read() throws IOException {
    RedrivenLetters redriven = new RedrivenLetters();
    topic.forEach((key, value) -> redriven.add(RedriveMark.decode(value)));
    return redriven;
  }
}
