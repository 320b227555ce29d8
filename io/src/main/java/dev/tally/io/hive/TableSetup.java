package dev.tally.io.hive;

import dev.tally.io.hive.HiveType.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Table;

/** Makes a table and its view, or compares the one that is there, and adds columns to it. */
record TableSetup(Metastore metastore, TableSpec spec) {
  static final String KEY = "tally.key";
  static final String REVISION = "tally.revision";
  static final String BUCKETS = "tally.buckets";

  /**
   * Returns when the table takes the rows.
   *
   * @throws HiveException if it cannot, with what to do
   */
  void ensure() throws IOException {
    spec.check();
    if (metastore.table(spec.table().database(), spec.table().name()).isEmpty()) {
      String location = location();
      DataStore.check(location);
      metastore.create(TableThrift.table(spec, location));
    }
    Table table = find();
    DataStore.check(table.getSd().getLocation());
    compare(table);
    addColumns(List.of());
    ensureView();
  }

  /**
   * Makes the table have this write's columns and some others. The metastore knows no condition:
   * whoever adds another column at the same time may overwrite these, so they are looked for again
   * at each commit.
   *
   * @param others of a partition: each of the two restores what the other has lost
   * @return the table's columns
   */
  List<FieldSchema> addColumns(List<FieldSchema> others) throws IOException {
    Table table = find();
    boolean changed = false;
    for (List<FieldSchema> more = lacking(table, others);
        !more.isEmpty();
        more = lacking(table, others)) {
      table.getSd().getCols().addAll(more);
      metastore.alter(table);
      table = find();
      changed = true;
    }
    if (changed) {
      ensureView();
    }
    return table.getSd().getCols();
  }

  private List<FieldSchema> lacking(Table table, List<FieldSchema> others) {
    List<FieldSchema> there = table.getSd().getCols();
    List<FieldSchema> own = missing(there);
    own.forEach(this::requireNullable);
    List<FieldSchema> all = new ArrayList<>(own);
    all.addAll(TablePartitions.lacking(there, TablePartitions.lacking(own, others)));
    return all;
  }

  private Table find() throws IOException {
    return metastore
        .table(spec.table().database(), spec.table().name())
        .orElseThrow(() -> new HiveException(spec.table().quoted() + " has just been dropped."));
  }

  private String location() throws IOException {
    return spec.location() != null
        ? spec.location()
        : metastore.location(spec.table().database()) + "/" + spec.table().name();
  }

  private void compare(Table table) {
    Map<String, String> wanted = new TreeMap<>(TableThrift.properties(spec));
    wanted.keySet().retainAll(List.of(KEY, REVISION, BUCKETS));
    wanted.forEach(
        (property, value) -> {
          String found = table.getParameters().get(property);
          if (!value.equals(found)) {
            throw new HiveException(
                "%s has %s=%s, and this write %s: that can never change. Write to another table."
                    .formatted(spec.table().quoted(), property, found, value));
          }
        });
    List<String> partitions = table.getPartitionKeys().stream().map(FieldSchema::getName).toList();
    if (!partitions.equals(spec.partitions())) {
      throw new HiveException(
          "%s is partitioned by %s, and this write by %s."
              .formatted(spec.table().quoted(), partitions, spec.partitions()));
    }
  }

  /** Of the write's columns, those that a table or partition does not have. */
  List<FieldSchema> missing(List<FieldSchema> there) {
    Map<String, String> types = new TreeMap<>();
    there.forEach(column -> types.put(column.getName().toLowerCase(Locale.ROOT), column.getType()));
    List<FieldSchema> missing = new ArrayList<>();
    for (int i = 0; i < spec.schema().getFieldCount(); i++) {
      Struct.Field field = spec.columns().fields().get(i);
      String found = types.get(field.name());
      if (found == null) {
        missing.add(new FieldSchema(field.name(), field.type().name(), null));
      } else if (!found.equals(field.type().name())) {
        throw new HiveException(
            "Column %s of %s is %s, and this write's %s: give the field another name."
                .formatted(field.name(), spec.table().quoted(), found, field.type().name()));
      }
    }
    return missing;
  }

  private void requireNullable(FieldSchema column) {
    boolean nullable =
        spec.schema().getFields().stream()
            .filter(field -> field.getName().equalsIgnoreCase(column.getName()))
            .allMatch(field -> field.getType().getNullable());
    if (!nullable) {
      throw new HiveException(
          "Column %s is not in %s: only a nullable one can be added."
              .formatted(column.getName(), spec.table().quoted()));
    }
  }

  /** Until the view has what the table has: others may change either meanwhile. */
  private void ensureView() throws IOException {
    String name = spec.table().latest().name();
    metastore.create(TableThrift.latest(find(), spec.name()));
    while (true) {
      Table wanted = TableThrift.latest(find(), spec.name());
      Table found = metastore.table(spec.table().database(), name).orElse(wanted);
      if (wanted.getViewExpandedText().equals(found.getViewExpandedText())) {
        return;
      }
      metastore.alter(wanted);
    }
  }
}
