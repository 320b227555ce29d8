package dev.tally.io.hive;

import dev.tally.io.CoderSample;
import dev.tally.io.hive.BucketKey.BucketKeyCoder;
import dev.tally.io.hive.UnwritableRow.Reason;
import dev.tally.io.hive.UnwritableRow.UnwritableRowCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** A sample for each form that a coder of the package writes. */
public final class HiveCoderSamples {
  private static final Schema SCHEMA = Schema.builder().addStringField("k").build();
  private static final Row ROW = Row.withSchema(SCHEMA).addValue("a").build();

  private HiveCoderSamples() {}

  public static List<CoderSample<?>> all() {
    List<CoderSample<?>> all = new ArrayList<>();
    BucketKeyCoder keys = new BucketKeyCoder();
    all.add(CoderSample.of(keys, "two values", new BucketKey(List.of("2026-11-21", "us"), 3, 4)));
    all.add(CoderSample.of(keys, "not partitioned", new BucketKey(List.of(), 0, 1)));
    UnwritableRowCoder rows = new UnwritableRowCoder(RowCoder.of(SCHEMA));
    for (Reason reason : Reason.values()) {
      all.add(CoderSample.of(rows, reason.name(), UnwritableRow.of(ROW, reason, "detail")));
    }
    return all;
  }
}
