package dev.tally.io.hive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;

/** The partitions of a table in the metastore. A partition is identified by its values. */
record TablePartitions(Metastore metastore, FileLog fileLog, Table table)
    implements PartitionEntries<List<String>> {

  @Override
  public String directory(List<String> values) {
    return table.getSd().getLocation() + "/" + name(values);
  }

  /** Returns the name of a partition in Hive, e.g. {@code day=2026-11-21}. */
  String name(List<String> values) {
    return PartitionValues.directory(names(), values);
  }

  @Override
  public Optional<String> location(List<String> values) throws IOException {
    return metastore.partition(table, values).map(partition -> partition.getSd().getLocation());
  }

  @Override
  public void put(List<String> values, PartitionGeneration generation) throws IOException {
    Optional<Partition> found = metastore.partition(table, values);
    if (found.isPresent()) {
      found.get().getSd().setLocation(generation.path());
      metastore.alter(found.get());
    } else {
      metastore.add(table, TableThrift.partition(table, values, generation.path()));
    }
  }

  /** Returns the columns of a partition; empty if the metastore has no such partition. */
  Optional<List<FieldSchema>> columns(List<String> values) throws IOException {
    return metastore.partition(table, values).map(partition -> partition.getSd().getCols());
  }

  void addColumns(List<String> values, List<FieldSchema> more) throws IOException {
    Partition partition =
        metastore
            .partition(table, values)
            .orElseThrow(() -> new IOException("Partition " + values + " was just dropped"));
    List<FieldSchema> there = partition.getSd().getCols();
    there.addAll(missingColumns(there, more));
    metastore.alter(partition);
  }

  /** Returns the wanted columns whose names are not among the existing ones. */
  static List<FieldSchema> missingColumns(List<FieldSchema> there, List<FieldSchema> wanted) {
    Set<String> names =
        there.stream()
            .map(column -> column.getName().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return wanted.stream()
        .filter(column -> !names.contains(column.getName().toLowerCase(Locale.ROOT)))
        .toList();
  }

  /** Returns all partitions in the metastore, sorted by name. */
  List<List<String>> all() throws IOException {
    return metastore.partitionNames(table).stream().sorted().map(PartitionValues::parse).toList();
  }

  /**
   * Returns all partitions that have a directory in the table's directory, whether the metastore
   * has them or not; sorted by directory.
   */
  List<List<String>> onStore() throws IOException {
    List<String> directories = List.of("");
    for (String column : names()) {
      List<String> next = new ArrayList<>();
      for (String directory : directories) {
        for (String name : fileLog.list(table.getSd().getLocation() + directory)) {
          if (name.toLowerCase(Locale.ROOT).startsWith(column + "=")) {
            next.add(directory + "/" + name);
          }
        }
      }
      directories = next;
    }
    return directories.stream()
        .sorted()
        .map(directory -> PartitionValues.parse(directory.substring(1)))
        .toList();
  }

  private List<String> names() {
    return table.getPartitionKeys().stream().map(FieldSchema::getName).toList();
  }
}
