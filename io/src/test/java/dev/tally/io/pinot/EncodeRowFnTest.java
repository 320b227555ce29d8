package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.TopicIO;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EncodeRowFnTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final Instant END = GlobalWindow.INSTANCE.maxTimestamp();

  @Test
  void usesTheTimestampOfARow() throws Exception {
    assertThat(sentAt(NOON)).isEqualTo(NOON.getMillis());
    assertThat(sentAt(Instant.ofEpochMilli(1))).isEqualTo(1);
    assertThat(sentAt(END.minus(Duration.millis(1)))).isEqualTo(END.getMillis() - 1);
  }

  @Test
  void leavesTheTimestampToKafka_whenARowHasNone() throws Exception {
    assertThat(sentAt(BoundedWindow.TIMESTAMP_MIN_VALUE)).isNull();
    assertThat(sentAt(Instant.EPOCH)).isNull();
    assertThat(sentAt(END)).isNull();
    assertThat(sentAt(BoundedWindow.TIMESTAMP_MAX_VALUE)).isNull();
  }

  /** The timestamp of the record after it was encoded and decoded, as in a shuffle. */
  private static @Nullable Long sentAt(Instant time) throws Exception {
    Schema reading = Schema.builder().addStringField("sensor").build();
    PinotTable readings =
        PinotTable.of("readings", "readings", "kafka:9092", "at").withPrimaryKey("sensor");
    GivenOut<ProducerRecord<byte[], byte[]>> out = new GivenOut<>();
    new EncodeRowFn("readings", RowColumns.of(readings))
        .process(Row.withSchema(reading).addValue("s1").build(), time, out);
    return CoderUtils.clone(TopicIO.Write.recordCoder(), out.values.get(0)).timestamp();
  }
}
