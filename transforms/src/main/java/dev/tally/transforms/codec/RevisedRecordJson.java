package dev.tally.transforms.codec;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.Verdict;
import java.util.Objects;
import java.util.regex.Pattern;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the wire formats of {@code ad-metrics} and {@code attributed-orders} have in common: {@code
 * {"record_uuid":"…","revision":17, …}}.
 */
final class RevisedRecordJson {
  private static final WireFields FIELDS = new WireFields();
  private static final int RECORD_UUID = FIELDS.text("record_uuid");
  private static final int REVISION = FIELDS.integer("revision", Reason.WRONG_TYPE);
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  private RevisedRecordJson() {}

  /** The record that a Kafka value holds; see {@link WireFormat}. */
  static Verdict<RevisedRecord> decode(byte @Nullable [] value, int maxBytes, Instant brokerTime) {
    Verdict<FlatObject> read = FlatObject.read(value, maxBytes, FIELDS);
    if (read instanceof Verdict.Refused<FlatObject> refused) {
      return Verdict.refused(refused.reason(), refused.detail());
    }
    return decode(
        ((Verdict.Accepted<FlatObject>) read).value(), Objects.requireNonNull(value), brokerTime);
  }

  private static Verdict<RevisedRecord> decode(
      FlatObject object, byte[] value, Instant brokerTime) {
    String absent = object.firstAbsent(WireFields.UNKNOWN);
    if (absent != null) {
      return Verdict.refused(Reason.MISSING_FIELD, absent + ": expected a value");
    }
    String uuid = object.text(RECORD_UUID);
    if (!UUID.matcher(uuid).matches()) {
      return Verdict.refused(Reason.NOT_A_RECORD, "record_uuid: expected a UUID of version 5");
    }
    long revision = object.integer(REVISION);
    return revision < 0
        ? Verdict.refused(Reason.NOT_A_RECORD, "revision: expected 0 or more")
        : Verdict.accepted(new RevisedRecord(uuid, revision, brokerTime, value));
  }
}
