package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.hive.HiveType.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.NanosInstant;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.schema.MessageType;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {
  private static final Schema OLD =
      Schema.builder().addStringField("Id").addInt32Field("rev").build();
  private static final Schema NEW =
      Schema.builder()
          .addFields(OLD.getFields())
          .addNullableField("note", FieldType.STRING)
          .build();
  private static final KeyFields KEY_FIELDS = new KeyFields("Id", "rev");

  @TempDir private Path dir;
  private final TableFileSystem fileSystem = new LocalTableFileSystem();

  @Test
  void knowsWhichRowsStand_byItsIndexAndByItsRows() throws IOException {
    ParquetRows rows = rows(OLD);
    rows.write(file("a"), old(0, 1_000));
    KeyIndex index = rows(OLD).summary(file("a")).index();
    assertThat(index.rows()).isEqualTo(1_000);
    assertThat(old(0, 1_000)).allMatch(row -> index.mayHold(KEY_FIELDS.of(row).fingerprint()));
    assertThat(old(1_000, 9_000)).noneMatch(row -> index.mayHold(KEY_FIELDS.of(row).fingerprint()));
    assertThat(rows.existing(file("a"), ids(old(990, 1_010)))).isEqualTo(ids(old(990, 1_000)));
  }

  @Test
  void mergesFilesOfAnOlderAndANewerSchema_whoeverDoesIt() throws IOException {
    rows(OLD).write(file("old"), old(0, 3));
    List<Row> noted = List.of(Row.withSchema(NEW).addValues("x", 1, "hello").build());
    rows(NEW).write(file("new"), noted);
    ParquetRows compacting = new ParquetRows(fileSystem, new Struct(List.of()), KEY_FIELDS);
    compacting.merge(List.of(file("old"), file("new")), file("merged"));

    assertThat(compacting.summary(file("merged")).index().rows()).isEqualTo(4);
    Set<RowKey> all = ids(old(0, 3));
    all.addAll(ids(noted));
    assertThat(rows(NEW).existing(file("merged"), all)).isEqualTo(all);
    String bytes = Files.readString(dir.resolve("merged"), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("hello");
  }

  /** Two writers of one table use different Beam types that fit the same column. */
  @Test
  void mergesTimesOfSeveralKinds_andLosesNone() throws IOException {
    Instant at = Instant.parse("2026-11-21T10:20:30.123Z");
    Schema joda = Schema.builder().addFields(OLD.getFields()).addDateTimeField("at").build();
    Schema nanos =
        Schema.builder()
            .addFields(OLD.getFields())
            .addLogicalTypeField("at", new NanosInstant())
            .build();
    Row first = Row.withSchema(joda).addValues("a", 1).addValue(at.toDateTime()).build();
    Row second =
        Row.withSchema(nanos)
            .addValues("b", 1)
            .addValue(java.time.Instant.ofEpochMilli(at.getMillis()))
            .build();
    rows(joda).write(file("joda"), List.of(first));
    rows(nanos).write(file("java"), List.of(second));
    rows(nanos).merge(List.of(file("joda"), file("java")), file("merged"));

    MessageType column = new MessageType("row", HiveTypes.of(nanos).types()[2]);
    try (ParquetReader<Group> merged = GroupRead.of(fileSystem.open(file("merged")), column)) {
      assertThat(merged.read().getLong("at", 0)).isEqualTo(1_000 * at.getMillis());
      assertThat(merged.read().getLong("at", 0)).isEqualTo(1_000 * at.getMillis());
    }
    Row finer =
        Row.withSchema(nanos)
            .addValues("c", 1)
            .addValue(java.time.Instant.ofEpochSecond(1, 1))
            .build();
    assertThatThrownBy(() -> rows(nanos).write(file("finer"), List.of(finer)))
        .hasMessageContaining("more precise than a microsecond");
  }

  @Test
  void refusesToMerge_whatIsKeptInAnotherWay() throws IOException {
    Schema other = Schema.builder().addStringField("Id").addInt64Field("rev").build();
    rows(OLD).write(file("int"), old(0, 1));
    rows(other).write(file("long"), List.of(Row.withSchema(other).addValues("x", 1L).build()));
    assertThatThrownBy(() -> rows(OLD).merge(List.of(file("int"), file("long")), file("merged")))
        .isInstanceOf(HiveException.class)
        .hasMessageContaining("cannot be merged");
  }

  @Test
  void aSealHasNoRowsAndNamesItsSuccessor() throws IOException {
    ParquetRows rows = rows(OLD);
    rows.writeSeal(file("seal"), "g00002-abc");
    assertThat(rows.summary(file("seal")).successor()).isEqualTo("g00002-abc");
    assertThat(rows.summary(file("seal")).index().rows()).isZero();
    rows.write(file("a"), old(0, 1));
    assertThat(rows.summary(file("a")).isSeal()).isFalse();
  }

  private ParquetRows rows(Schema schema) {
    return new ParquetRows(fileSystem, HiveTypes.of(schema), KEY_FIELDS);
  }

  private String file(String name) {
    return dir.resolve(name).toString();
  }

  private static Set<RowKey> ids(List<Row> rows) {
    return rows.stream().map(KEY_FIELDS::of).collect(Collectors.toSet());
  }

  private static List<Row> old(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Row.withSchema(OLD).addValues("k" + i, i).build())
        .toList();
  }
}
