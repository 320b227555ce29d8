package dev.tally.scenarios.demo;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.FileSender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Sends the files of a replay to their topics, one range of broker time after the other. */
final class ReplaySender {
  private static final Duration EXPECTED_DELAY = Duration.standardSeconds(10);

  private final KafkaCluster kafka;
  private final Map<String, Path> files;
  private Instant reached = Instant.ofEpochMilli(0);

  /**
   * Creates a sender.
   *
   * @param files the files by topic
   */
  ReplaySender(KafkaCluster kafka, Map<String, Path> files) {
    this.kafka = kafka;
    this.files = files;
  }

  /**
   * Sends, from each file, the unsent lines whose broker time is earlier than this time, and
   * returns their number.
   */
  long sendUntil(Instant time) throws IOException {
    long sent = 0;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      sent +=
          new FileSender(kafka, file.getKey(), EXPECTED_DELAY, 0)
              .between(reached, time)
              .send(file.getValue(), lines -> {});
    }
    reached = time;
    return sent;
  }
}
