package dev.tally.transforms.codec;

import dev.tally.transforms.model.RevisedRecord;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Converts records into rows that stores can load.
 *
 * <p>Input: records that {@link DecodeRecords} has decoded.
 *
 * <p>Output: for each record one row with the fields of {@link RecordType#schema()} and {@link
 * #BROKER_TIME}.
 */
public final class RecordRows extends PTransform<PCollection<RevisedRecord>, PCollection<Row>> {
  /**
   * The field with the broker time of the record in epoch milliseconds. In Kafka it is the
   * timestamp and not a field of the value. It may be null, so that tables of earlier builds can
   * add it.
   */
  public static final String BROKER_TIME = "broker_time";

  private static final long serialVersionUID = 1L;
  private final RecordType type;

  private RecordRows(RecordType type) {
    this.type = type;
  }

  public static RecordRows of(RecordType type) {
    return new RecordRows(type);
  }

  /** Returns the schema of the rows. */
  static Schema schema(RecordType type) {
    return Schema.builder()
        .addFields(type.schema().getFields())
        .addNullableField(BROKER_TIME, FieldType.INT64)
        .build();
  }

  @Override
  public PCollection<Row> expand(PCollection<RevisedRecord> records) {
    return records.apply("Row", ParDo.of(new RowFn(type))).setRowSchema(schema(type));
  }

  private static final class RowFn extends DoFn<RevisedRecord, Row> {
    private static final long serialVersionUID = 2L;
    private final RecordType type;
    private final Schema schema;

    RowFn(RecordType type) {
      this.type = type;
      this.schema = schema(type);
    }

    @ProcessElement
    public void process(@Element RevisedRecord record, OutputReceiver<Row> out) {
      out.output(
          Row.withSchema(schema)
              .addValues(type.row(record).getValues())
              .addValue(record.brokerTime().getMillis())
              .build());
    }
  }
}
