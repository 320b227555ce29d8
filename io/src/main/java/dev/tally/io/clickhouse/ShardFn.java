package dev.tally.io.clickhouse;

import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/** Emits each row with a shard, which depends only on its key. */
final class ShardFn extends DoFn<Row, KV<Integer, Row>> {
  private static final long serialVersionUID = 1L;
  private final String key;
  private final int shards;

  ShardFn(String key, int shards) {
    this.key = key;
    this.shards = shards;
  }

  @ProcessElement
  public void process(@Element Row row, OutputReceiver<KV<Integer, Row>> out) {
    String value = Objects.requireNonNull(row.getString(key));
    out.output(KV.of(Math.floorMod(value.hashCode(), shards), row));
  }
}
