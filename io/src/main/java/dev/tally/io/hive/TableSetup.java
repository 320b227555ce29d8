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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a table and its view, or compares an existing table with the write and adds missing
 * columns.
 *
 * @param opened the table that this writer opened; null if it has not opened it yet
 */
record TableSetup(Metastore metastore, TableSpec spec, @Nullable TableIdentity opened) {
  private static final Logger LOG = LoggerFactory.getLogger(HiveIO.class);
  private static final int DEFAULT_BUCKETS = 8;
  private static final int ID_LENGTH = 8;

  static final String ID = "tally.id";
  static final String KEY = "tally.key";
  static final String REVISION = "tally.revision";
  static final String BUCKETS = "tally.buckets";

  /**
   * Creates or compares the table, so that it accepts the rows of the write.
   *
   * @return the identity of the table
   * @throws HiveException if the table cannot accept the rows; the message says what to do
   */
  TableIdentity ensure() throws IOException {
    spec.check();
    if (metastore.table(spec.table().database(), spec.table().name()).isEmpty()) {
      create();
    }
    Table table = find();
    TableFileSystem.check(table.getSd().getLocation());
    compare(table);
    addColumns(List.of());
    ensureView();
    return identity(table);
  }

  private void create() throws IOException {
    String location = location();
    TableFileSystem.check(location);
    try (TableFileSystem fileSystem = TableFileSystem.of(location, new RandomNames())) {
      if (fileSystem.list(location).stream().anyMatch(name -> name.contains("="))) {
        LOG.warn(
            "{} contains data of an earlier table, which is not part of the new table {}. If the earlier table was not dropped on purpose, stop all its jobs and run: ./tally hive repair --restore --table={}.{}",
            location,
            spec.table().quoted(),
            spec.table().database(),
            spec.table().name());
      }
    }
    Integer buckets = spec.buckets();
    TableIdentity identity =
        new TableIdentity(
            new RandomNames().get().substring(0, ID_LENGTH),
            buckets == null ? DEFAULT_BUCKETS : buckets);
    metastore.create(TableThrift.table(spec, location, identity));
  }

  /** Returns the identity of a table from its properties. */
  static TableIdentity identity(Table table) {
    return new TableIdentity(property(table, ID), Integer.parseInt(property(table, BUCKETS)));
  }

  static String property(Table table, String name) {
    String value = table.getParameters().get(name);
    if (value == null) {
      throw new HiveException(
          "Table %s.%s was not created by HiveIO: it has no property %s. Use another table name, or set the properties of the table that it replaces (see docs/hive-sink.md)."
              .formatted(table.getDbName(), table.getTableName(), name));
    }
    return value;
  }

  /**
   * Adds columns of this write and of a partition to the table. The metastore has no
   * compare-and-set: a writer that adds another column at the same time may overwrite these.
   * Therefore the columns are compared again at each commit.
   *
   * @param others the columns of a partition. The table and the partition each restore the columns
   *     that the other has lost
   * @return the table's columns
   */
  List<FieldSchema> addColumns(List<FieldSchema> others) throws IOException {
    Table table = find();
    boolean changed = false;
    for (List<FieldSchema> more = missingColumns(table, others);
        !more.isEmpty();
        more = missingColumns(table, others)) {
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

  private List<FieldSchema> missingColumns(Table table, List<FieldSchema> others) {
    List<FieldSchema> there = table.getSd().getCols();
    List<FieldSchema> own = missing(there);
    own.forEach(this::requireNullable);
    List<FieldSchema> all = new ArrayList<>(own);
    all.addAll(TablePartitions.missingColumns(there, TablePartitions.missingColumns(own, others)));
    return all;
  }

  private Table find() throws IOException {
    Table table =
        metastore
            .table(spec.table().database(), spec.table().name())
            .orElseThrow(
                () -> new HiveException(spec.table().quoted() + " was dropped: restart the job."));
    if (opened != null && !opened.equals(identity(table))) {
      throw new HiveException(
          "%s was dropped and created again while the job ran (%s=%s, now %s): restart the job."
              .formatted(spec.table().quoted(), ID, opened.id(), identity(table).id()));
    }
    return table;
  }

  private String location() throws IOException {
    return spec.location() != null
        ? spec.location()
        : metastore.location(spec.table().database()) + "/" + spec.table().name();
  }

  private void compare(Table table) {
    TableIdentity identity = identity(table);
    Integer buckets = spec.buckets();
    TableIdentity wantedIdentity =
        new TableIdentity(identity.id(), buckets == null ? identity.buckets() : buckets);
    Map<String, String> wanted = new TreeMap<>(TableThrift.properties(spec, wantedIdentity));
    wanted.keySet().retainAll(List.of(KEY, REVISION, BUCKETS));
    wanted.forEach(
        (property, value) -> {
          String found = table.getParameters().get(property);
          if (!value.equals(found)) {
            throw new HiveException(
                "%s has %s=%s, but this write has %s. This property can never change: use the table's value, or write to another table."
                    .formatted(spec.table().quoted(), property, found, value));
          }
        });
    List<String> partitions = table.getPartitionKeys().stream().map(FieldSchema::getName).toList();
    if (!partitions.equals(spec.partitions())) {
      throw new HiveException(
          "%s is partitioned by %s, but this write by %s."
              .formatted(spec.table().quoted(), partitions, spec.partitions()));
    }
  }

  /** Returns the columns of the write that a table or partition does not have. */
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
            "Column %s of %s has the type %s, but this write has %s: rename the field."
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
          "Column %s is not in %s, and only nullable columns can be added."
              .formatted(column.getName(), spec.table().quoted()));
    }
  }

  /**
   * Updates the view until it has the table's columns, because other writers may change either
   * meanwhile.
   */
  private void ensureView() throws IOException {
    String name = spec.table().latest().name();
    metastore.create(TableThrift.latest(find(), spec.keyFields()));
    while (true) {
      Table wanted = TableThrift.latest(find(), spec.keyFields());
      Table found = metastore.table(spec.table().database(), name).orElse(wanted);
      if (wanted.getViewExpandedText().equals(found.getViewExpandedText())) {
        return;
      }
      metastore.alter(wanted);
    }
  }
}
