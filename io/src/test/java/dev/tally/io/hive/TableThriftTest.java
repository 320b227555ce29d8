package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tally.io.hive.TableSpec.TableName;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as the metastore stores them; a wrong one is found only by a query. */
class TableThriftTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .addStringField("Record_Uuid")
          .addInt64Field("Revision")
          .addNullableField("items", FieldType.array(FieldType.STRING))
          .build();
  private static final TableSpec SPEC =
      new TableSpec(
          "thrift://localhost:9083",
          TableName.of("Ads.Clicks"),
          null,
          new KeyFields("Record_Uuid", "Revision"),
          4,
          List.of("day", "shop"),
          SCHEMA);
  private static final Table TABLE =
      TableThrift.table(SPEC, "file:/w/clicks", new TableIdentity("0f3a", 4));

  @ParameterizedTest
  @CsvSource({
    "Clicks,default,clicks",
    "Ads.Clicks,ads,clicks",
    "A.b.C,a,b.c",
    ".x,'',x",
    "x.,x,''"
  })
  void parsesTheNameOfATable(String text, String database, String name) {
    assertThat(TableName.of(text)).isEqualTo(new TableName(database, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", ".x", "x.", "clicks`", "clicks;drop"})
  void rejectsANameThatHiveCannotHave(String text) {
    assertThatThrownBy(() -> HiveNames.check(TableName.of(text), SCHEMA, List.of("day")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The table or database");
  }

  /** Without EXTERNAL, Hive would delete the files of a table that is dropped. */
  @Test
  void createsAnExternalTable_withItsIdentity() {
    assertThat(TABLE.getTableType()).isEqualTo("EXTERNAL_TABLE");
    assertThat(TABLE.getParameters())
        .containsEntry("EXTERNAL", "TRUE")
        .containsEntry("tally.key", "record_uuid")
        .containsEntry("tally.revision", "revision")
        .containsEntry("tally.buckets", "4")
        .containsEntry("tally.id", "0f3a");
    assertThat(TableSetup.identity(TABLE)).isEqualTo(new TableIdentity("0f3a", 4));
    assertThat(TABLE.getSd().getCols())
        .extracting(FieldSchema::getName, FieldSchema::getType)
        .containsExactly(
            tuple("record_uuid", "string"),
            tuple("revision", "bigint"),
            tuple("items", "array<string>"));
    assertThat(TABLE.getPartitionKeys())
        .extracting(FieldSchema::getName)
        .containsExactly("day", "shop");
  }

  @Test
  void refusesATableThatHiveIoHasNotCreated_andSaysWhatToDo() {
    Table other = TABLE.deepCopy();
    other.getParameters().remove("tally.id");
    assertThatThrownBy(() -> TableSetup.identity(other))
        .isInstanceOf(HiveException.class)
        .hasMessageContaining("Table ads.clicks was not created by HiveIO")
        .hasMessageContaining("no property tally.id")
        .hasMessageContaining("docs/hive-sink.md");
  }

  /** A row number per key only would hide a key's rows of all partitions but one. */
  @Test
  void theViewShowsTheHighestRevision_ofEachKeyAndPartition() {
    Table view = TableThrift.latest(TABLE, SPEC.keyFields());
    assertThat(view.getTableName()).isEqualTo("clicks_latest");
    assertThat(view.getTableType()).isEqualTo("VIRTUAL_VIEW");
    assertThat(view.getViewOriginalText())
        .isEqualTo(view.getViewExpandedText())
        .contains("PARTITION BY `day`, `shop`, `record_uuid` ORDER BY `revision` DESC")
        .contains("FROM `ads`.`clicks`)")
        .endsWith("WHERE `tally_place` = 1");
    assertThat(view.getSd().getCols())
        .extracting(FieldSchema::getName)
        .containsExactly("record_uuid", "revision", "items", "day", "shop");
  }

  /** A partition of one table object must not change the columns of another. */
  @Test
  void aPartitionHasColumnsOfItsOwn() {
    Partition partition =
        TableThrift.partition(TABLE, List.of("2026-11-21", "a"), "file:/w/clicks/g00001-0f3a");
    partition.getSd().getCols().add(new FieldSchema("more", "string", null));
    assertThat(TABLE.getSd().getCols()).hasSize(3);
    assertThat(partition.getValues()).containsExactly("2026-11-21", "a");
    assertThat(partition.getSd().getLocation()).isEqualTo("file:/w/clicks/g00001-0f3a");
  }

  @Test
  void findsTheColumnsToAdd_byNameWithoutCase() {
    TableSetup setup = new TableSetup(null, SPEC, null);
    List<FieldSchema> there = new ArrayList<>();
    there.add(new FieldSchema("REVISION", "bigint", null));
    there.add(new FieldSchema("other", "int", null));
    assertThat(setup.missing(there))
        .extracting(FieldSchema::getName)
        .containsExactly("record_uuid", "items");
    there.add(new FieldSchema("items", "string", null));
    assertThatThrownBy(() -> setup.missing(there))
        .hasMessage(
            "Column items of `ads`.`clicks` has the type string, but this write has array<string>: rename the field.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/w", "file:/w", "file:///w", "hdfs://n/w", "s3a://b/w", "s3://b/w"})
  void acceptsAFileSystem_thatCreatesAFileOnlyOnce(String path) {
    TableFileSystem.check(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gs://b/w", "w", "", "ftp://h/w", "S3A://b/w", "abfs://c@a/w", "files:/w"})
  void rejectsAFileSystem_onWhichTwoCommitsCouldBothSucceed(String path) {
    assertThatThrownBy(() -> TableFileSystem.check(path))
        .isInstanceOf(HiveException.class)
        .hasMessageContaining("use one of file, hdfs, viewfs, s3a, s3.");
  }
}
