package dev.tally.it.kafkaiosink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A failure between a shard's first write and the next checkpoint: docs/kafka-io-sink.md, (b).
 *
 * <p>At this time the sink's writer id is in Kafka but not yet in any checkpoint. See also {@link
 * IdleMinuteTest}.
 */
@Tag("integration")
class FirstIntervalTest {
  static final String REFUSAL =
      "Kafka metadata exists for shard 0, but there is no stored state for it.";
  private static final int OFTEN = 3;

  @TempDir private Path dir;

  @Test
  void aFailureInTheFirstInterval_thatTheWriterDoesNotSurvive_isFollowedByEndlessFailures()
      throws Exception {
    SinkTopic topic = SinkTopic.create(1);
    try (KafkaIoJob job = KafkaIoJob.start(dir, new Script().first("1"), topic)) {
      job.awaitEmitted(1).checkpoint();
      topic.awaitValues("b", "1");
      job.crashAndRestart();
      assertThat(WriterCache.forget(topic.group())).isEqualTo(1);
      List<String> failures = job.checkpointUntilFailures(1 + OFTEN);
      System.out.printf("KafkaIO sink (b): failure %d: %s%n", failures.size(), failures.get(1));
      assertThat(failures.subList(1, 1 + OFTEN))
          .as(KafkaIoJob.mended("b"))
          .allSatisfy(failure -> assertThat(failure).contains(REFUSAL));
      assertThat(topic.values()).containsExactly("1");
    }
    WriterCache.endLeaked(topic.group());
  }
}
