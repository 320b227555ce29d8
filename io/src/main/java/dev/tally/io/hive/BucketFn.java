package dev.tally.io.hive;

import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/** Says where a row goes. */
final class BucketFn extends DoFn<Row, KV<BucketKey, Row>> {
  private static final long serialVersionUID = 1L;
  private final RowName name;
  private final List<PartitionColumn> partitions;
  private final int buckets;

  BucketFn(RowName name, List<PartitionColumn> partitions, int buckets) {
    this.name = name;
    this.partitions = partitions;
    this.buckets = buckets;
  }

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<KV<BucketKey, Row>> out) {
    List<String> values = partitions.stream().map(column -> column.of(row)).toList();
    out.output(KV.of(new BucketKey(values, name.of(row).bucket(buckets)), row));
  }
}
