package dev.tally.operations.erase;

import static dev.tally.operations.erase.ErasureCast.ALICE;
import static dev.tally.operations.erase.ErasureCast.BOB;
import static dev.tally.operations.erase.ErasureCast.NOON;
import static dev.tally.operations.erase.ErasureCast.attributed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.Verdict;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class MaskedOrdersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARTITION = 3;

  private final MaskedOrders orders = new MaskedOrders(ErasureCast.requests(ALICE));
  private long offset;

  @Test
  void masksTheWinningRecord_withTheSameKeyPartitionRevisionAndTime() throws IOException {
    add(attributed("o-1", ALICE, 20, NOON));
    add(attributed("o-1", ALICE, 10, NOON));
    add(attributed("o-2", BOB, 20, NOON));
    ProducerRecord<byte[], byte[]> masked = only(orders.records("all"));
    JsonNode original = JSON.readTree(attributed("o-1", ALICE, 20, NOON));
    JsonNode json = JSON.readTree(masked.value());
    assertThat(json).isEqualTo(((ObjectNode) original.deepCopy()).put("user_id", ""));
    assertThat(json.get("revision").asLong()).isEqualTo(20);
    assertThat(new String(masked.key(), UTF_8)).isEqualTo(original.get("record_uuid").asText());
    assertThat(masked.partition()).isEqualTo(PARTITION);
    assertThat(masked.timestamp()).isEqualTo(NOON.getMillis());
    assertThat(masked.headers().lastHeader("tally-foreign")).isNotNull();
  }

  @Test
  void theUnionJobAcceptsAMaskedRecord() throws IOException {
    add(attributed("o-1", ALICE, 20, NOON));
    byte[] masked = only(orders.records("all")).value();
    boolean[] decoded = {false};
    DecodeRecords.attributedOrders()
        .decode(
            raw(masked),
            new RecordDecoder.Output<>() {
              @Override
              public void decoded(RevisedRecord value, RawRecord record) {
                decoded[0] = value.revision() == 20;
              }

              @Override
              public void refused(Verdict.Refused<RevisedRecord> no, RawRecord record) {
                throw new AssertionError(no.detail());
              }

              @Override
              public void skipped(RawRecord record) {}
            });
    assertThat(decoded[0]).isTrue();
  }

  @Test
  void aMaskedOrderIsNotMaskedAgain() throws IOException {
    add(attributed("o-1", ALICE, 20, NOON));
    add(only(orders.records("all")).value());
    assertThat(orders.records("all")).isEmpty();
  }

  @Test
  void aLaterCorrectionOfAMaskedOrderIsMasked() throws IOException {
    add(attributed("o-1", ALICE, 20, NOON));
    add(only(orders.records("all")).value());
    add(attributed("o-1", ALICE, 30, NOON));
    JsonNode json = JSON.readTree(only(orders.records("all")).value());
    assertThat(json.get("revision").asLong()).isEqualTo(30);
    assertThat(json.get("user_id").asText()).isEmpty();
  }

  /** Pinot returns the last one of the records with the highest revision. */
  @Test
  void anOriginalThatIsWrittenAgainAfterItsMaskIsMasked() throws IOException {
    add(attributed("o-1", ALICE, 20, NOON));
    add(only(orders.records("all")).value());
    add(attributed("o-1", ALICE, 20, NOON));
    assertThat(orders.records("all")).hasSize(1);
  }

  @Test
  void ordersAfterTheRequestAreNotMasked() throws IOException {
    add(attributed("o-1", ALICE, 20, NOON.plus(ErasureRequest.MAX_CLOCK_SKEW)));
    add(
        attributed(
            "o-2", ALICE, 20, NOON.plus(ErasureRequest.MAX_CLOCK_SKEW).plus(Duration.millis(1))));
    assertThat(JSON.readTree(only(orders.records("all")).value()).get("order_id").asText())
        .isEqualTo("o-1");
  }

  @Test
  void recordsThatCannotBeDecodedAreNotMasked() throws IOException {
    add("{".getBytes(UTF_8));
    assertThat(orders.records("all")).isEmpty();
  }

  private static ProducerRecord<byte[], byte[]> only(List<ProducerRecord<byte[], byte[]>> records) {
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private void add(byte[] value) {
    orders.add(raw(value));
  }

  private RawRecord raw(byte[] value) {
    return RawRecord.of("", "all", PARTITION, offset++, NOON, value);
  }
}
