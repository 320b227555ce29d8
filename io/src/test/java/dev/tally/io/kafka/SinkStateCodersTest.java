package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** A savepoint of an exactly-once write contains these bytes, and no settings. */
class SinkStateCodersTest {
  private static final String SECRET = "hush-7f3a";

  private static <T> String hex(Coder<T> coder, T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    coder.encode(value, bytes);
    assertThat(coder.decode(new ByteArrayInputStream(bytes.toByteArray())))
        .usingRecursiveComparison()
        .isEqualTo(value);
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Test
  void encodesAShardState_version2() throws Exception {
    assertThat(
            hex(
                new ShardState.StateCoder(),
                new ShardState(new Uuid(1, 2), new SequencePosition(3, -1), 4, 5)))
        .isEqualTo(
            "02"
                + "0000000000000001"
                + "0000000000000002"
                + "0000000000000003"
                + "ffffffffffffffff"
                + "0000000000000004"
                + "0000000000000005");
  }

  @Test
  void encodesARecordBatch_version2() throws Exception {
    RecordBatch.Packer packer = new RecordBatch.Packer();
    packer.add(new ProducerRecord<byte[], byte[]>("t", 0, 7L, new byte[] {1}, null, List.of()));
    assertThat(hex(RecordBatch.RecordBatchCoder.of(), packer.pack().numbered(9)))
        .isEqualTo(
            "02"
                + "00000001"
                + "8000000000000000"
                + "0000000000000009"
                + "00000015"
                + "0000000000000007"
                + "00000001"
                + "01"
                + "ffffffff"
                + "00000000");
  }

  @Test
  void encodesAPartition_andAFingerprint() throws Exception {
    assertThat(hex(new PartitionCoder(4), 1)).startsWith("00000001").hasSize(16);
    assertThat(hex(new FactFingerprint.FactFingerprintCoder(), new FactFingerprint(1, 2)))
        .isEqualTo("00000000000000010000000000000002");
  }

  /** A runner stores the coders themselves in savepoints, by Java serialization. */
  @Test
  void noCoderContainsClientSettings_althoughTheStepDoes() throws Exception {
    KafkaCluster cluster = KafkaCluster.at("k:9092").withSettings(Map.of("my.secret", SECRET));
    TopicIO.Write write = TopicIO.write(cluster, "t", Delivery.EXACTLY_ONCE, "w");
    assertThat(serialized(new WriteExactlyOnce.CommitFn(write, 4, 1 << 20))).contains(SECRET);
    for (Coder<?> coder :
        new Coder<?>[] {
          PackByPartition.coder(4),
          new ShardState.StateCoder(),
          new FactFingerprint.FactFingerprintCoder(),
          TopicIO.Write.recordCoder(),
          VarIntCoder.of()
        }) {
      assertThat(serialized(coder)).doesNotContain(SECRET).doesNotContain("KafkaCluster");
    }
  }

  private static String serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
