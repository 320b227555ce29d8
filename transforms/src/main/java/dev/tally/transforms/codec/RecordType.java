package dev.tally.transforms.codec;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.Verdict;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code RecordType} is a type of record that Tally writes and that stores load. Its fields have
 * the same names in JSON and in rows; times are epoch milliseconds.
 */
@SuppressWarnings("ImmutableEnumChecker") // RowJson is not modified after its construction.
public enum RecordType {
  /** The records of {@code ad-metrics}. */
  AD_METRIC(
      Schema.builder()
          .addStringField("record_uuid")
          .addInt64Field("revision")
          .addStringField("region")
          .addStringField("ad_id")
          .addStringField("campaign_id")
          .addStringField("store_id")
          .addInt64Field("minute")
          .addInt64Field("impressions")
          .addInt64Field("clicks")
          .addInt64Field("repeat_clicks")
          .addInt64Field("spend_micros")
          .build()),

  /**
   * The records of {@code attributed-orders}. The fields of the touch are null if the record has no
   * touch.
   */
  ATTRIBUTED_ORDER(
      Schema.builder()
          .addStringField("record_uuid")
          .addInt64Field("revision")
          .addStringField("model")
          .addStringField("order_id")
          .addStringField("user_id")
          .addStringField("store_id")
          .addInt64Field("order_time")
          .addStringField("status")
          .addInt64Field("amount_micros")
          .addStringField("currency")
          .addStringField("region")
          .addNullableField("touch_event_id", FieldType.STRING)
          .addNullableField("touch_type", FieldType.STRING)
          .addNullableField("touch_time", FieldType.INT64)
          .addNullableField("ad_id", FieldType.STRING)
          .addNullableField("campaign_id", FieldType.STRING)
          .addNullableField("credits", FieldType.array(FieldType.row(credit())))
          .addNullableField("touches_left_out", FieldType.INT64)
          .addStringField("details_status")
          .addNullableField("items", FieldType.INT64)
          .addNullableField("category", FieldType.STRING)
          .addNullableField("new_customer", FieldType.BOOLEAN)
          .build());

  private static final String RECORD_UUID = "record_uuid";
  private static final String REVISION = "revision";
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  private final RowJson json;

  RecordType(Schema schema) {
    json = new RowJson(schema);
  }

  private static Schema credit() {
    return Schema.builder()
        .addStringField("event_id")
        .addStringField("touch_type")
        .addInt64Field("touch_time")
        .addStringField("ad_id")
        .addStringField("campaign_id")
        .addInt64Field("credit_micros")
        .build();
  }

  /** Returns the schema of the rows. */
  public Schema schema() {
    return json.schema();
  }

  /**
   * Returns the row of a decoded record.
   *
   * @throws IllegalArgumentException if the record does not have this type
   */
  public Row row(RevisedRecord record) {
    return json.decode(record.payload(), record.payload().length)
        .orElseThrow(
            refused ->
                new IllegalArgumentException(
                    record + " is not a record of type " + this + ": " + refused.detail()));
  }

  /** Decodes the record that a Kafka value contains; see {@link WireFormat}. */
  Verdict<RevisedRecord> decode(byte @Nullable [] value, int maxBytes, Instant brokerTime) {
    return json.decode(value, maxBytes)
        .then(row -> revised(row, Objects.requireNonNull(value), brokerTime));
  }

  private static Verdict<RevisedRecord> revised(Row row, byte[] value, Instant brokerTime) {
    String uuid = Objects.requireNonNull(row.getString(RECORD_UUID));
    if (!UUID.matcher(uuid).matches()) {
      return Verdict.refused(Reason.NOT_A_RECORD, "record_uuid: expected a UUID of version 5");
    }
    long revision = Objects.requireNonNull(row.getInt64(REVISION));
    return revision < 0
        ? Verdict.refused(Reason.NOT_A_RECORD, "revision: expected 0 or more")
        : Verdict.accepted(new RevisedRecord(uuid, revision, brokerTime, value));
  }
}
