package dev.tally.io.hive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/**
 * Creates tables and partitions for the metastore's Thrift interface. Their lists are mutable
 * because Thrift may change them.
 */
final class TableThrift {
  private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";

  private TableThrift() {}

  static Table table(TableSpec spec, String location, TableIdentity identity) {
    Table table = new Table();
    table.setDbName(spec.table().database());
    table.setTableName(spec.table().name());
    table.setTableType("EXTERNAL_TABLE");
    table.setParameters(properties(spec, identity));
    table.setPartitionKeys(
        spec.partitions().stream()
            .map(name -> new FieldSchema(name, "string", null))
            .collect(Collectors.toCollection(ArrayList::new)));
    List<FieldSchema> columns =
        spec.columns().fields().stream()
            .map(field -> new FieldSchema(field.name(), field.type().name(), null))
            .collect(Collectors.toCollection(ArrayList::new));
    table.setSd(files(columns, location));
    return table;
  }

  static Map<String, String> properties(TableSpec spec, TableIdentity identity) {
    Map<String, String> properties = new HashMap<>();
    properties.put("EXTERNAL", "TRUE");
    properties.put(TableSetup.KEY, spec.keyFields().key().toLowerCase(Locale.ROOT));
    properties.put(TableSetup.REVISION, spec.keyFields().revision().toLowerCase(Locale.ROOT));
    properties.put(TableSetup.BUCKETS, String.valueOf(identity.buckets()));
    properties.put(TableSetup.ID, identity.id());
    return properties;
  }

  static Partition partition(Table table, List<String> values, String location) {
    Partition partition = new Partition();
    partition.setDbName(table.getDbName());
    partition.setTableName(table.getTableName());
    partition.setValues(new ArrayList<>(values));
    partition.setParameters(new HashMap<>());
    partition.setSd(files(new ArrayList<>(table.getSd().getCols()), location));
    return partition;
  }

  private static StorageDescriptor files(List<FieldSchema> columns, String location) {
    StorageDescriptor files = new StorageDescriptor();
    files.setCols(columns);
    files.setLocation(location);
    files.setInputFormat(PARQUET + "MapredParquetInputFormat");
    files.setOutputFormat(PARQUET + "MapredParquetOutputFormat");
    files.setSerdeInfo(new SerDeInfo(null, PARQUET + "serde.ParquetHiveSerDe", new HashMap<>()));
    files.setNumBuckets(-1);
    files.setBucketCols(new ArrayList<>());
    files.setSortCols(new ArrayList<>());
    files.setParameters(new HashMap<>());
    return files;
  }

  /**
   * Returns the view that shows the highest revision of each key. A query of one partition of the
   * view reads only that partition of the table.
   */
  static Table latest(Table table, KeyFields keyFields) {
    List<FieldSchema> columns = new ArrayList<>(table.getSd().getCols());
    columns.addAll(table.getPartitionKeys());
    String partitions =
        table.getPartitionKeys().stream()
            .map(key -> quoted(key.getName()) + ", ")
            .collect(Collectors.joining());
    String names = columns.stream().map(c -> quoted(c.getName())).collect(Collectors.joining(", "));
    String sql =
        "SELECT %s FROM (SELECT %s, ROW_NUMBER() OVER (PARTITION BY %s%s ORDER BY %s DESC) AS `tally_place` FROM `%s`.`%s`) `tally_rows` WHERE `tally_place` = 1"
            .formatted(
                names,
                names,
                partitions,
                quoted(keyFields.key()),
                quoted(keyFields.revision()),
                table.getDbName(),
                table.getTableName());
    Table view = new Table();
    view.setDbName(table.getDbName());
    view.setTableName(table.getTableName() + "_latest");
    view.setTableType("VIRTUAL_VIEW");
    view.setParameters(new HashMap<>());
    view.setPartitionKeys(new ArrayList<>());
    StorageDescriptor none = new StorageDescriptor();
    none.setCols(columns);
    none.setSerdeInfo(new SerDeInfo(null, null, new HashMap<>()));
    none.setBucketCols(new ArrayList<>());
    none.setSortCols(new ArrayList<>());
    none.setParameters(new HashMap<>());
    view.setSd(none);
    view.setViewOriginalText(sql);
    view.setViewExpandedText(sql);
    return view;
  }

  private static String quoted(String name) {
    return "`" + name.toLowerCase(Locale.ROOT) + "`";
  }
}
