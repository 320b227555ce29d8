package dev.tally.transforms.codec;

import dev.tally.transforms.model.RevisedRecord;
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
 * <p>Output: for each record one row with the schema {@link RecordType#schema()}.
 */
public final class RecordRows extends PTransform<PCollection<RevisedRecord>, PCollection<Row>> {
  private static final long serialVersionUID = 1L;
  private final RecordType type;

  private RecordRows(RecordType type) {
    this.type = type;
  }

  public static RecordRows of(RecordType type) {
    return new RecordRows(type);
  }

  @Override
  public PCollection<Row> expand(PCollection<RevisedRecord> records) {
    return records.apply("Row", ParDo.of(new RowFn(type))).setRowSchema(type.schema());
  }

  private static final class RowFn extends DoFn<RevisedRecord, Row> {
    private static final long serialVersionUID = 1L;
    private final RecordType type;

    RowFn(RecordType type) {
      this.type = type;
    }

    @ProcessElement
    public void process(@Element RevisedRecord record, OutputReceiver<Row> out) {
      out.output(type.row(record));
    }
  }
}
