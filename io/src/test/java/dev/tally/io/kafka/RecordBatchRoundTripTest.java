package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.RecordBatch.RecordBatchCoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/** A record batch must not lose, change or reorder what it packs. */
class RecordBatchRoundTripTest {
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void returnsEveryRecordUnchanged_inOrder(
      @ForAll("records") List<ProducerRecord<byte[], byte[]>> records,
      @ForAll("records") List<ProducerRecord<byte[], byte[]>> later)
      throws Exception {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    records.forEach(packer::add);
    RecordBatch first = packer.pack();
    assertThat(packer.isEmpty()).isTrue();
    later.forEach(packer::add);
    RecordBatch second = packer.pack();
    assertThat(shown(decoded(first))).isEqualTo(shown(records));
    assertThat(shown(second)).isEqualTo(shown(later));
    assertThat(first.count()).isEqualTo(records.size());
    assertThat(first.positions()).isEqualTo(Math.max(1, records.size()));
  }

  /** A bundle that failed leaves records in the packer. */
  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void keepsNothingOfTheRecordsThatWereDiscarded(
      @ForAll("records") List<ProducerRecord<byte[], byte[]>> discarded,
      @ForAll("records") List<ProducerRecord<byte[], byte[]>> records) {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    discarded.forEach(packer::add);
    packer.clear();
    assertThat(packer.size()).isZero();
    records.forEach(packer::add);
    assertThat(shown(packer.pack())).isEqualTo(shown(records));
  }

  @Property(tries = 100)
  void keepsItsWatermarkAndItsFirstPosition(@ForAll long watermark, @ForAll long first)
      throws Exception {
    RecordBatch decoded = decoded(RecordBatch.ofWatermark(watermark).numbered(first));
    assertThat(decoded.watermark()).isEqualTo(watermark);
    assertThat(decoded.first()).isEqualTo(first);
    assertThat(decoded.count()).isZero();
    assertThat(decoded.positions()).isEqualTo(1);
  }

  /** Of bytes that end early, a part would be written as if it were everything. */
  @Test
  void refusesBytesThatEndEarly() throws Exception {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    packer.add(new ProducerRecord<>("t", 0, 7L, new byte[] {1}, new byte[] {2, 3}));
    byte[] whole = CoderUtils.encodeToByteArray(RecordBatchCoder.of(), packer.pack());
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> CoderUtils.decodeFromByteArray(RecordBatchCoder.of(), part))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(Exception.class);
    }
  }

  /** With a negative timestamp a producer would fail; without one it uses the time of sending. */
  @Test
  void distinguishesNoTimestampFromTheTimeZero() {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    packer.add(sent(null, null));
    packer.add(sent(0L, null));
    packer.add(sent(Long.MAX_VALUE, new byte[0]));
    List<Long> timestamps = new ArrayList<>();
    packer.pack().forEach("u", 3, record -> timestamps.add(record.timestamp()));
    assertThat(timestamps).containsExactly(null, 0L, Long.MAX_VALUE);
  }

  @Test
  void addressesEachRecordToThePartitionThatItIsWrittenTo() {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    packer.add(sent(1L, null));
    packer
        .pack()
        .forEach(
            "u",
            3,
            record -> {
              assertThat(record.topic()).isEqualTo("u");
              assertThat(record.partition()).isEqualTo(3);
            });
  }

  private static ProducerRecord<byte[], byte[]> sent(Long timestamp, byte[] value) {
    return new ProducerRecord<>("t", 0, timestamp, null, value);
  }

  private static RecordBatch decoded(RecordBatch recordBatch) throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(RecordBatchCoder.of(), recordBatch);
    return CoderUtils.decodeFromByteArray(RecordBatchCoder.of(), bytes);
  }

  private static List<String> shown(RecordBatch recordBatch) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    recordBatch.forEach("t", 0, records::add);
    return shown(records);
  }

  private static List<String> shown(List<ProducerRecord<byte[], byte[]>> records) {
    List<String> all = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      StringBuilder text = new StringBuilder();
      text.append(record.timestamp()).append(' ').append(hex(record.key()));
      text.append(' ').append(hex(record.value()));
      for (Header header : record.headers()) {
        text.append(' ').append(header.key()).append('=').append(hex(header.value()));
      }
      all.add(text.toString());
    }
    return all;
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? "null" : "[" + HexFormat.of().formatHex(bytes) + "]";
  }

  @Provide
  Arbitrary<List<ProducerRecord<byte[], byte[]>>> records() {
    Arbitrary<byte[]> bytes =
        Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20),
                Arbitraries.of(4_000, 4_096, 130_000, 140_000).map(byte[]::new))
            .injectNull(0.2);
    Arbitrary<List<Header>> headers =
        Combinators.combine(Arbitraries.strings().ofMaxLength(5), bytes)
            .as(
                (name, value) ->
                    (Header) new RecordHeader(name.replaceAll("[\\ud800-\\udfff]", ""), value))
            .list()
            .ofMaxSize(3);
    Arbitrary<Long> timestamps = Arbitraries.longs().greaterOrEqual(0).injectNull(0.2);
    return Combinators.combine(timestamps, bytes, bytes, headers)
        .as(
            (timestamp, key, value, all) ->
                new ProducerRecord<>("t", 0, timestamp, key, value, all))
        .list()
        .ofMaxSize(6);
  }
}
