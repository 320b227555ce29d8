package dev.tally.io.hive;

import java.io.Serializable;
import java.util.Locale;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;

/** A partition column, and the value that a row has in it. */
record PartitionColumn(String name, SerializableFunction<Row, String> of) implements Serializable {
  PartitionColumn {
    name = name.toLowerCase(Locale.ROOT);
  }

  String of(Row row) {
    String value = of.apply(row);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("A row has no value for the partition column " + name);
    }
    return value;
  }
}
