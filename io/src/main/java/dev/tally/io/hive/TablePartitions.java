package dev.tally.io.hive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;

/** The partitions of a table in the metastore; each is named by its values. */
record TablePartitions(Metastore metastore, FileStore store, Table table)
    implements Pointers<List<String>> {
  private static final String PLAIN = "-_.=";

  @Override
  public Generation current(List<String> values) throws IOException {
    return Generation.at(find(values).getSd().getLocation());
  }

  @Override
  public void move(List<String> values, Generation to) throws IOException {
    Partition partition = find(values);
    partition.getSd().setLocation(to.path());
    metastore.alter(partition);
  }

  List<FieldSchema> columns(List<String> values) throws IOException {
    return find(values).getSd().getCols();
  }

  void addColumns(List<String> values, List<FieldSchema> more) throws IOException {
    Partition partition = find(values);
    List<FieldSchema> there = partition.getSd().getCols();
    there.addAll(lacking(there, more));
    metastore.alter(partition);
  }

  /** Of some columns, those whose names are not there. */
  static List<FieldSchema> lacking(List<FieldSchema> there, List<FieldSchema> wanted) {
    Set<String> names =
        there.stream()
            .map(column -> column.getName().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return wanted.stream()
        .filter(column -> !names.contains(column.getName().toLowerCase(Locale.ROOT)))
        .toList();
  }

  List<List<String>> all() throws IOException {
    return metastore.partitions(table).stream().map(Partition::getValues).toList();
  }

  private Partition find(List<String> values) throws IOException {
    var found = metastore.partition(table, values);
    if (found.isPresent()) {
      return found.get();
    }
    // The directory first: a partition that points at nothing could not be written.
    Generation first = Generation.first(directory(values));
    store.makeDirectory(first.path());
    metastore.add(TableThrift.partition(table, values, first.path()));
    return metastore
        .partition(table, values)
        .orElseThrow(() -> new IOException("Partition " + values + " has just been dropped"));
  }

  /** As Hive names it, e.g. {@code day=2026-11-21}. */
  private String directory(List<String> values) {
    StringBuilder directory = new StringBuilder(table.getSd().getLocation());
    for (int i = 0; i < values.size(); i++) {
      String column = table.getPartitionKeys().get(i).getName();
      directory.append('/').append(escaped(column + "=" + values.get(i)));
    }
    return directory.toString();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
      escaped.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return escaped.toString();
  }
}
