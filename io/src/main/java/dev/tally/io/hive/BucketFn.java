package dev.tally.io.hive;

import dev.tally.io.hive.RowPlacement.Placed;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/** Emits each row with its partition and bucket, or as an {@link UnwritableRow}. */
final class BucketFn extends DoFn<Row, KV<BucketKey, Row>> {
  private static final long serialVersionUID = 1L;

  static final TupleTag<KV<BucketKey, Row>> PLACED = new TupleTag<>() {};
  static final TupleTag<UnwritableRow> REFUSED = new TupleTag<>() {};

  private final Counter refused = Metrics.counter(HiveIO.class, "rows_refused");
  private final KeyFields keyFields;
  private final Schema schema;
  private final List<PartitionColumn> partitions;
  private final int buckets;
  private transient @Nullable RowPlacement placement;

  BucketFn(KeyFields keyFields, Schema schema, List<PartitionColumn> partitions, int buckets) {
    this.keyFields = keyFields;
    this.schema = schema;
    this.partitions = partitions;
    this.buckets = buckets;
  }

  @Setup
  public void setup() {
    placement = new RowPlacement(keyFields, HiveTypes.of(schema), partitions, buckets);
  }

  @ProcessElement
  public void process(@Element Row row, MultiOutputReceiver out) {
    Placed placed = Objects.requireNonNull(placement).place(row);
    placed.key().ifPresent(key -> out.get(PLACED).output(KV.of(key, row)));
    placed
        .refused()
        .ifPresent(
            unwritable -> {
              refused.inc();
              out.get(REFUSED).output(unwritable);
            });
  }
}
