package dev.tally.pipelines.union;

import dev.tally.io.hive.HiveIO;
import dev.tally.io.hive.UnwritableRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;

/**
 * Writes records to Hive and fails if Hive cannot store a row. Every row can be stored, because the
 * schemas of {@link dev.tally.transforms.codec.RecordType} have only text and 64-bit integer
 * fields, and the partition is the UTC day of a time. A rejected row is therefore a bug in this
 * build.
 */
final class LoadHive extends PTransform<PCollection<Row>, PDone> {
  private static final long serialVersionUID = 1L;
  private final HiveIO.Write write;

  LoadHive(HiveIO.Write write) {
    this.write = write;
  }

  @Override
  public PDone expand(PCollection<Row> rows) {
    List<PCollection<UnwritableRow>> rejected = new ArrayList<>();
    PDone done = rows.apply("Write", write).failuresTo(rejected);
    rejected.get(0).apply("ExpectNone", ParDo.of(new ExpectNoneFn()));
    return done;
  }

  private static final class ExpectNoneFn extends DoFn<UnwritableRow, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    @SuppressWarnings("DoNotCallSuggester") // The runner calls it.
    public void process(@Element UnwritableRow row) {
      throw new IllegalStateException(
          "A record cannot be written to Hive: %s (%s)"
              .formatted(row.getDetail(), row.getReason()));
    }
  }
}
