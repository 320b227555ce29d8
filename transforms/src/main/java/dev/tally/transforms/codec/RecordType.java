package dev.tally.transforms.codec;

import static dev.tally.transforms.codec.RecordColumn.dimension;
import static dev.tally.transforms.codec.RecordColumn.measure;
import static dev.tally.transforms.codec.RecordColumn.time;

import dev.tally.transforms.codec.RecordColumn.Role;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
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
  /** The records of {@link DefaultNames#AD_METRICS}. */
  AD_METRIC(
      RecordLimits.VALUE_BYTES,
      Stream.concat(
              Stream.of(
                  dimension("region"),
                  dimension("ad_id"),
                  dimension("campaign_id"),
                  dimension("store_id"),
                  time("minute")),
              Arrays.stream(MetricMeasure.values()).map(RecordType::column))
          .toList()),

  /**
   * The records of {@link DefaultNames#ATTRIBUTED_ORDERS}. The fields of the touch are null if the
   * record has no touch.
   */
  ATTRIBUTED_ORDER(
      RecordLimits.ATTRIBUTED_ORDER_VALUE_BYTES,
      List.of(
          dimension("model"),
          dimension("order_id"),
          dimension("user_id"),
          dimension("store_id"),
          time("order_time"),
          dimension("status"),
          measure("amount_micros"),
          dimension("currency"),
          dimension("region"),
          dimension("touch_event_id").optional(),
          dimension("touch_type").optional(),
          new RecordColumn("touch_time", FieldType.INT64, Role.DIMENSION).optional(),
          dimension("ad_id").optional(),
          dimension("campaign_id").optional(),
          new RecordColumn("credits", FieldType.array(FieldType.row(credit())), Role.DETAIL)
              .optional(),
          new RecordColumn("touches_left_out", FieldType.INT64, Role.DETAIL).optional(),
          dimension("details_status"),
          measure("items").optional(),
          dimension("category").optional(),
          new RecordColumn("new_customer", FieldType.BOOLEAN, Role.DIMENSION).optional())),

  /** The records of {@link DefaultNames#CAMPAIGN_SPEND}. */
  CAMPAIGN_SPEND(
      RecordLimits.VALUE_BYTES,
      List.of(
          dimension("campaign_id"),
          time("day"),
          measure("spend_micros"),
          measure("budget_micros").optional(),
          new RecordColumn("rate_micros_per_minute", FieldType.INT64, Role.DETAIL),
          new RecordColumn("as_of", FieldType.INT64, Role.DETAIL),
          new RecordColumn("bound_micros", FieldType.INT64, Role.DETAIL),
          dimension("status"),
          new RecordColumn("active_until", FieldType.INT64, Role.DETAIL).optional())),

  /**
   * The records of {@link DefaultNames#CAMPAIGN_REACH}. In JSON the sketch is base64, in a field
   * whose name ends with {@link RowJson#BASE64}.
   */
  CAMPAIGN_REACH(
      RecordLimits.VALUE_BYTES,
      List.of(
          dimension("campaign_id"),
          time("day_start"),
          dimension("event_type"),
          new RecordColumn("users", FieldType.INT64, Role.DIMENSION),
          new RecordColumn("users_low", FieldType.INT64, Role.DIMENSION),
          new RecordColumn("users_high", FieldType.INT64, Role.DIMENSION),
          new RecordColumn("users_sketch", FieldType.BYTES, Role.SKETCH)));

  /** The field that identifies a record of any type. */
  public static final String RECORD_UUID = "record_uuid";

  /** The field with the revision of a record of any type. */
  public static final String REVISION = "revision";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  private final int maxValueBytes;
  private final List<RecordColumn> columns;
  private final RowJson json;

  /** Creates a type whose records have these columns after the record UUID and the revision. */
  RecordType(int maxValueBytes, List<RecordColumn> more) {
    this.maxValueBytes = maxValueBytes;
    this.columns =
        Stream.concat(
                Stream.of(
                    new RecordColumn(RECORD_UUID, FieldType.STRING, Role.KEY),
                    new RecordColumn(REVISION, FieldType.INT64, Role.REVISION)),
                more.stream())
            .toList();
    this.json =
        new RowJson(
            columns.stream()
                .map(column -> Field.of(column.name(), column.type()))
                .collect(Schema.toSchema()));
  }

  private static RecordColumn column(MetricMeasure measure) {
    RecordColumn column = measure(measure.column());
    return measure.isRequired() ? column : column.optional();
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

  /** Returns the columns in the order of the schema. */
  public List<RecordColumn> columns() {
    return columns;
  }

  /** Returns the column with the event time, e.g. {@code minute}. */
  public String timeColumn() {
    return columns.stream()
        .filter(column -> column.role() == Role.TIME)
        .map(RecordColumn::name)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the maximum length of a value that is decoded, in bytes. */
  public int maxValueBytes() {
    return maxValueBytes;
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
