package dev.tally.demo;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operate.FileSender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Sends the files of a replay to their topics, stretch by stretch of broker time. */
final class ReplaySender {
  private static final Duration EXPECTED_DELAY = Duration.standardSeconds(10);

  private final KafkaCluster kafka;
  private final Map<String, Path> files;
  private Instant reached = Instant.ofEpochMilli(0);

  /**
   * A sender.
   *
   * @param files by topic
   */
  ReplaySender(KafkaCluster kafka, Map<String, Path> files) {
    this.kafka = kafka;
    this.files = files;
  }

  /** Sends what all files have before this broker time; gives the number of lines. */
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
