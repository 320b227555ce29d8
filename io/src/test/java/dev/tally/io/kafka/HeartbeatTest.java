package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A record that is mistaken for a heartbeat is lost; a mistaken heartbeat is counted as a record.
 */
class HeartbeatTest {
  private static ConsumerRecord<byte[], byte[]> record(byte[] value, RecordHeaders headers) {
    return new ConsumerRecord<>(
        "t", 0, 1, 7, TimestampType.CREATE_TIME, -1, -1, null, value, headers, Optional.empty());
  }

  private static RecordHeaders headers(byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Heartbeat.HEADER, value);
    return headers;
  }

  @Property
  void carriesAnyWatermark(@ForAll long watermark, @ForAll @LongRange(min = 0) long timestamp) {
    ProducerRecord<byte[], byte[]> sent = Heartbeat.record("t", 2, timestamp, watermark);
    assertThat(sent.partition()).isEqualTo(2);
    assertThat(sent.timestamp()).isEqualTo(timestamp);
    assertThat(sent.key()).isNull();
    assertThat(Heartbeat.watermark(record(sent.value(), new RecordHeaders(sent.headers()))))
        .hasValue(watermark);
  }

  /** Other clients, in any language, can write and read this form. */
  @Test
  void isEightBytesInBigEndianOrder() {
    ProducerRecord<byte[], byte[]> sent = Heartbeat.record("t", 0, 5, 258);
    assertThat(sent.headers().lastHeader("tally-heartbeat").value())
        .containsExactly(0, 0, 0, 0, 0, 0, 1, 2);
  }

  @Test
  void aRecordWithAValueIsNone_whateverItsHeadersAre() {
    byte[] value = "{}".getBytes(UTF_8);
    assertThat(Heartbeat.watermark(record(value, headers(new byte[8])))).isEmpty();
    assertThat(Heartbeat.watermark(record(new byte[0], headers(new byte[8])))).isEmpty();
  }

  @Test
  void aDeletionIsNone() {
    assertThat(Heartbeat.watermark(record(null, new RecordHeaders()))).isEmpty();
    RecordHeaders other = new RecordHeaders();
    other.add("Tally-Heartbeat", new byte[8]);
    assertThat(Heartbeat.watermark(record(null, other))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 9, 16})
  void anotherNumberOfBytesIsNoWatermark(int length) {
    assertThat(Heartbeat.watermark(record(null, headers(new byte[length])))).isEmpty();
    assertThat(Heartbeat.watermark(record(null, headers(null)))).isEmpty();
  }

  @Test
  void theLastHeaderCounts_ifThereAreSeveral() {
    RecordHeaders headers = headers(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
    headers.add(Heartbeat.HEADER, new byte[] {0, 0, 0, 0, 0, 0, 0, 2});
    assertThat(Heartbeat.watermark(record(null, headers))).hasValue(2);
  }

  @Test
  void cannotHaveATimeBefore1970_becauseKafkaCannotStoreIt() {
    assertThatThrownBy(() -> Heartbeat.record("t", 0, -1, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
