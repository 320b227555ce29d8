package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class RecordBatchTest {
  private final RecordBatch.Packer packer = new RecordBatch.Packer();

  private static ProducerRecord<byte[], byte[]> record(int length) {
    byte[] value = new byte[length];
    Arrays.fill(value, (byte) length);
    return new ProducerRecord<>(
        "t", 0, 7L, null, value, List.of(new RecordHeader("h", new byte[] {1, 2})));
  }

  private static List<ProducerRecord<byte[], byte[]>> unpacked(RecordBatch recordBatch) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    recordBatch.forEach("t", 0, records::add);
    return records;
  }

  @Test
  void needsNoExtraMemoryForALargeRecord_andReleasesIt() {
    packer.add(record(10 << 20));
    RecordBatch large = packer.pack();
    assertThat(large.packed()).hasSizeLessThan((10 << 20) + 64);
    packer.add(record(3));
    RecordBatch small = packer.pack();
    assertThat(small.packed()).hasSizeLessThan(64).isNotSameAs(large.packed());
    assertThat(unpacked(large).get(0).value()).isEqualTo(record(10 << 20).value());
    assertThat(unpacked(small).get(0).value()).isEqualTo(record(3).value());
    assertThat(packer.keptBytes()).isLessThanOrEqualTo(128 << 10);
  }

  @Test
  void keepsTheOrder_whenALargeRecordFollowsSmallOnes() {
    List<Integer> lengths = List.of(1, 200, 300_000, 2, 150_000, 5);
    List<Integer> found = new ArrayList<>();
    lengths.forEach(length -> packer.add(record(length)));
    unpacked(packer.pack()).forEach(record -> found.add(record.value().length));
    assertThat(found).isEqualTo(lengths);
  }
}
