package dev.tally.operations.erase;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tally.io.kafka.ForeignRecord;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.codec.RecordType;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The attributed orders of users in a topic, and the records that mask them: copies of the winning
 * records with an empty user id. A masked record has the key, the revision and the timestamp of its
 * original and is later in the same partition, so Pinot replaces the original with it. A correction
 * by a job has a higher revision and replaces the masked record.
 *
 * <p>State: one record per order of the users.
 */
final class MaskedOrders implements RecordDecoder.Output<RevisedRecord> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ErasureRequests requests;
  private final Map<String, Winner> winners = new LinkedHashMap<>();

  MaskedOrders(ErasureRequests requests) {
    this.requests = requests;
  }

  /** Of the records with one key, the last one with the highest revision. */
  private record Winner(RevisedRecord record, int partition, boolean isOfUser) {}

  void add(RawRecord raw) {
    DecodeRecords.attributedOrders().decode(raw, this);
  }

  @Override
  public void decoded(RevisedRecord record, RawRecord raw) {
    Row row = UsersInRecords.row(record);
    boolean isOfUser = requests.cover(UsersInRecords.user(row), time(row));
    Winner before = winners.get(record.recordUuid());
    boolean wins = before == null ? isOfUser : record.revision() >= before.record().revision();
    if (wins) {
      winners.put(record.recordUuid(), new Winner(record, raw.getPartition(), isOfUser));
    }
  }

  @Override
  public void refused(Verdict.Refused<RevisedRecord> no, RawRecord raw) {}

  @Override
  public void skipped(RawRecord raw) {}

  private static long time(Row row) {
    return Objects.requireNonNull(row.getInt64(RecordType.ATTRIBUTED_ORDER.timeColumn()));
  }

  /** Returns the masked records of the orders that are not masked yet. */
  List<ProducerRecord<byte[], byte[]>> records(String topic) throws IOException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Winner winner : winners.values()) {
      if (winner.isOfUser()) {
        records.add(masked(topic, winner));
      }
    }
    return records;
  }

  private static ProducerRecord<byte[], byte[]> masked(String topic, Winner winner)
      throws IOException {
    RevisedRecord record = winner.record();
    ObjectNode json = (ObjectNode) JSON.readTree(record.payload());
    json.put(UsersInRecords.USER_ID, EraseUsers.ERASED);
    return ForeignRecord.mark(
        new ProducerRecord<>(
            topic,
            winner.partition(),
            record.brokerTime().getMillis(),
            record.recordUuid().getBytes(UTF_8),
            JSON.writeValueAsBytes(json)));
  }
}
