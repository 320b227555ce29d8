package dev.tally.it.kafkaiosink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that is restored from a savepoint older than what its sink has written:
 * docs/kafka-io-sink.md, (c).
 *
 * <p>The sink recognises written records by their sequence numbers only. If records are read again
 * in another order, e.g. those of two partitions, they get each other's numbers.
 */
@Tag("integration")
class OlderSavepointTest {
  @TempDir private Path dir;

  @Test
  void aRestoreFromAnOlderSavepoint_losesAndDuplicates_withoutAnyFailure() throws Exception {
    SinkTopic topic = SinkTopic.create(1);
    Script script = new Script().first("a0");
    String savepoint;
    try (KafkaIoJob job = KafkaIoJob.start(dir, script, topic)) {
      job.awaitEmitted(1).checkpoint();
      topic.awaitValues("c", "a0");
      savepoint = job.rest().savepoint(dir.resolve("savepoint").toUri().toString());
      script.first("a1", "a2");
      job.awaitEmitted(3).checkpoint();
      topic.awaitValues("c", "a0", "a1", "a2");
    }
    assertThat(WriterCache.forget(topic.group())).isEqualTo(1);
    script.second("b1", "b2").readSecondLaneFirst();
    try (KafkaIoJob restored = KafkaIoJob.restore(dir, script, topic, savepoint)) {
      restored.awaitEmitted(3 + 4).checkpoint();
      topic.awaitValues("c", "a0", "a1", "a2", "a1", "a2");
      script.first("a3");
      restored.awaitEmitted(3 + 4 + 1).checkpoint();
      topic.awaitValues("c", "a0", "a1", "a2", "a1", "a2", "a3");
      System.out.printf(
          "KafkaIO sink (c): read a0 a1 a2 b1 b2 a3, written %s, failures %s%n",
          topic.values(), restored.rest().failures());
      assertThat(restored.rest().failures()).as(KafkaIoJob.mended("c")).isEmpty();
    }
  }
}
