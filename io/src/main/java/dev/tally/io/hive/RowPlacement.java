package dev.tally.io.hive;

import dev.tally.io.hive.HiveType.Struct;
import dev.tally.io.hive.UnwritableRow.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which partition and bucket a row is written to, or why it cannot be written. The result
 * depends on the row only.
 */
record RowPlacement(
    KeyFields keyFields, Struct columns, List<PartitionColumn> partitions, int buckets) {
  /**
   * The result for a row; exactly one of the two values is present.
   *
   * @param key the partition and the bucket
   * @param refused the row with the reason why it cannot be written
   */
  record Placed(Optional<BucketKey> key, Optional<UnwritableRow> refused) {}

  Placed place(Row row) {
    List<@Nullable String> values = new ArrayList<>();
    for (PartitionColumn column : partitions) {
      try {
        values.add(column.of(row));
      } catch (RuntimeException e) {
        return refused(
            row,
            Reason.PARTITION_FUNCTION,
            "the function of the partition column %s failed: %s".formatted(column.name(), e));
      }
    }
    List<String> names = partitions.stream().map(PartitionColumn::name).toList();
    Optional<String> partition = PartitionValues.refusal(names, values);
    if (partition.isPresent()) {
      return refused(row, Reason.PARTITION_VALUE, partition.get());
    }
    Optional<String> column = columnProblem(row);
    if (column.isPresent()) {
      return refused(row, Reason.COLUMN_VALUE, column.get());
    }
    List<String> stored = values.stream().map(PartitionValues::stored).toList();
    BucketKey key = new BucketKey(stored, keyFields.of(row).bucket(buckets), buckets);
    return new Placed(Optional.of(key), Optional.empty());
  }

  /** Returns the first column whose value does not fit, and why; empty if all values fit. */
  private Optional<String> columnProblem(Row row) {
    RecordConsumer discarded = new DiscardedRecords();
    for (int i = 0; i < columns.fields().size(); i++) {
      Struct.Field field = columns.fields().get(i);
      try {
        field.type().writeField(discarded, field.name(), i, row.getValue(i));
      } catch (HiveException e) {
        return Optional.of("the column %s: %s".formatted(field.name(), e.getMessage()));
      } catch (RuntimeException e) {
        return Optional.of("the column %s: %s".formatted(field.name(), e));
      }
    }
    return Optional.empty();
  }

  private static Placed refused(Row row, Reason reason, String detail) {
    return new Placed(Optional.empty(), Optional.of(UnwritableRow.of(row, reason, detail)));
  }
}
