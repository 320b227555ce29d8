package dev.tally.pipelines.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class TopicWritesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void recordsOfTwoRegionsAtTheSameOffsetAreTwoDeadLetters() {
    assertThat(fact("us", 7)).isNotEqualTo(fact("eu", 7)).isNotEqualTo(fact("us", 8));
    assertThat(fact("us", 7)).isEqualTo(fact("us", 7));
  }

  private static String fact(String region, long offset) {
    RawRecord record = RawRecord.of(region, "ad-events", 3, offset, NOON, null);
    return fact(DeadLetter.of("DecodeAdEvents", Reason.NULL_VALUE, "d", record));
  }

  private static String fact(DeadLetter letter) {
    ProducerRecord<byte[], byte[]> record = TopicWrites.deadLetter("dead-letters", 1 << 20, letter);
    return TopicWrites.DEAD_LETTERS.of(record.key(), record.value()).fact();
  }
}
