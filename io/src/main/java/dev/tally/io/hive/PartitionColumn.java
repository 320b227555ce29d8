package dev.tally.io.hive;

import java.io.Serializable;
import java.util.Locale;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A partition column and the function that computes its value from a row. */
record PartitionColumn(String name, SerializableFunction<Row, String> of) implements Serializable {
  PartitionColumn {
    name = name.toLowerCase(Locale.ROOT);
  }

  @Nullable String of(Row row) {
    return of.apply(row);
  }
}
