package dev.tally.it.hive;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.examples.LedgerToHive;
import dev.tally.io.hive.HiveException;
import dev.tally.io.hive.HiveIO;
import dev.tally.io.hive.HiveTable;
import dev.tally.io.hive.TableFinding;
import dev.tally.io.hive.UnwritableRow;
import dev.tally.io.hive.UnwritableRow.Reason;
import dev.tally.it.Servers;
import dev.tally.server.stack.HCatalogRead;
import dev.tally.server.stack.LocalStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests HiveIO against a real metastore; a real HiveServer2 reads the tables. */
@Tag("integration")
class HiveIOTest {
  /** The value that Hive returns for a string partition column without a value. */
  private static final String HIVE_DEFAULT = "__HIVE_DEFAULT_PARTITION__";

  private static final Schema READING =
      Schema.builder()
          .addStringField("sensor")
          .addInt64Field("revision")
          .addInt64Field("value")
          .addStringField("room")
          .build();
  private static final Schema READING_WITH_UNIT =
      Schema.builder()
          .addFields(READING.getFields())
          .addNullableField("Unit", FieldType.STRING)
          .build();

  private static final Schema READING_ANYWHERE =
      Schema.builder()
          .addStringField("sensor")
          .addInt64Field("revision")
          .addInt64Field("value")
          .addNullableField("room", FieldType.STRING)
          .build();
  private static final Queue<UnwritableRow> REFUSED = new ConcurrentLinkedQueue<>();

  private static LocalStack stack;

  @BeforeAll
  static void startsHive() {
    stack = Servers.hive();
  }

  @Test
  void rowsAreStoredOnce_whateverIsReplayed_byTwoWriters_throughCompactions() throws Exception {
    try (Hive hive = new Hive(stack)) {
      write("twice", readings(READING, 0, 2_000, 1), 4);
      write("twice", readings(READING, 0, 3_000, 1), 4);
      assertThat(counts(hive, "twice")).containsExactly("3000,3000,4498500");

      CompletableFuture<Void> one = writing("twice", readings(READING, 2_000, 6_000, 1));
      CompletableFuture<Void> two = writing("twice", readings(READING, 2_000, 6_000, 1));
      CompletableFuture<Integer> compacted = CompletableFuture.supplyAsync(() -> compact("twice"));
      List<Integer> seen = new ArrayList<>();
      do {
        seen.add(Integer.parseInt(hive.ask("SELECT COUNT(*) FROM twice").get(0)));
      } while (!CompletableFuture.allOf(one, two, compacted).isDone());
      CompletableFuture.allOf(one, two, compacted).join();

      assertThat(seen).isSorted();
      assertThat(counts(hive, "twice")).containsExactly("6000,6000,17997000");
      assertThat(compact("twice")).isPositive();
      assertThat(counts(hive, "twice")).containsExactly("6000,6000,17997000");
      assertThat(
              hive.ask("SELECT COUNT(DISTINCT INPUT__FILE__NAME) FROM twice WHERE in_room = 'r0'"))
          .allMatch(files -> Integer.parseInt(files) <= 2 * 2);
    }
  }

  @Test
  void theViewShowsTheHighestRevision_andOldRowsHaveNoValueInANewColumn() throws Exception {
    try (Hive hive = new Hive(stack)) {
      write("units", readings(READING, 0, 10, 1), 2);
      write("units", readings(READING_WITH_UNIT, 0, 5, 2), 2);
      write("units", readings(READING, 0, 12, 1), 2);
      compact("units");

      assertThat(
              hive.ask(
                  "SELECT revision, unit, COUNT(*), SUM(value) FROM units_latest"
                      + " GROUP BY revision, unit ORDER BY revision"))
          .containsExactly("1,null,7,56", "2,C,5,10");
      assertThat(hive.ask("SELECT COUNT(*) FROM units WHERE in_room = 'r0' AND unit IS NULL"))
          .containsExactly("6");
    }
  }

  /**
   * The metastore has no compare-and-set: each writer overwrites what the others have just added.
   */
  @Test
  void keepsAllColumnsThatSeveralWritersAddAtTheSameTime() throws Exception {
    write("wide", readings(READING, 0, 1, 1), 4);
    List<String> added = IntStream.range(0, 2).mapToObj(i -> "c" + i).toList();
    CompletableFuture.allOf(
            added.stream()
                .map(column -> writing("wide", List.of(withColumn(column))))
                .toArray(CompletableFuture[]::new))
        .join();
    try (Hive hive = new Hive(stack)) {
      String counts = added.stream().map("COUNT(%s)"::formatted).collect(joining(", "));
      assertThat(hive.ask("SELECT COUNT(*), %s FROM wide_latest".formatted(counts)))
          .containsExactly("3,1,1");
    }
  }

  /** Requests that overlap violate a constraint of the metastore's database. */
  @Test
  void severalWritersCreateATableAndItsPartitionsAtTheSameTime() throws Exception {
    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(writer -> writing("created_together", readings(READING, 0, 4, 1)))
                .toArray(CompletableFuture[]::new))
        .join();
    try (Hive hive = new Hive(stack)) {
      assertThat(counts(hive, "created_together_latest")).containsExactly("4,4,6");
    }
  }

  @Test
  void hCatalogIOReadsEveryRow_ofACompactedTable() throws Exception {
    List<Row> rows = readings(READING, 0, 20_000, 1);
    write("way_back", rows, 4);
    compact("way_back");
    try (Hive hive = new Hive(stack)) {
      assertThat(hive.ask("SELECT COUNT(DISTINCT INPUT__FILE__NAME) FROM way_back"))
          .containsExactly("8");
    }
    long begin = System.nanoTime();
    List<String> read =
        HCatalogRead.rows(stack.hive().metastore(), "way_back", Duration.ofMinutes(3));
    long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    System.out.printf("HCatalogIO read %d rows of 8 files in %d s.%n", read.size(), seconds);
    assertThat(read.stream().sorted())
        .containsExactlyElementsOf(rows.stream().map(HiveIOTest::json).sorted().toList());
  }

  private static String json(Row row) {
    return "[\"%s\",%d,%d,\"%s\",\"%s\"]"
        .formatted(
            row.getString("sensor"),
            row.getInt64("revision"),
            row.getInt64("value"),
            row.getString("room"),
            row.getString("room"));
  }

  @Test
  void theExampleBooksEachEntryOnce(@TempDir Path dir) throws Exception {
    Path entries = dir.resolve("entries");
    Files.writeString(
        entries,
        """
        {"id":"e1","revision":1,"account":"cash","day_booked":"2026-11-21","cents":250}
        {"id":"e2","revision":1,"account":"rent","day_booked":"2026-11-21","cents":-900}
        {"id":"e2","revision":2,"account":"rent","day_booked":"2026-11-21","cents":-950}
        {"id":"e1","revision":1,"account":"cash","day_booked":"2026-11-21","cents":250}
        """);
    String[] arguments = {
      entries.toString(),
      stack.hive().metastore(),
      stack.hive().warehouse().resolve("ledger").toString()
    };
    LedgerToHive.main(arguments);
    LedgerToHive.main(arguments);
    try (Hive hive = new Hive(stack)) {
      assertThat(
              hive.ask("SELECT COUNT(*), SUM(cents) FROM ledger_latest WHERE day = '2026-11-21'"))
          .containsExactly("2,-700");
    }
  }

  @Test
  void everyTypeIsReadBack() throws Exception {
    List<String> columns = EveryType.COLUMNS;
    write("types", List.of(EveryType.row()), 1);
    try (Hive hive = new Hive(stack)) {
      assertThat(hive.ask("SELECT `%s` FROM types".formatted(String.join("`, `", columns))))
          .containsExactly(String.join(",", EveryType.ANSWERS));
    }
  }

  /** Values that Hive must read back, NULL, and values that cannot be partition values. */
  @Test
  void partitionValuesAreReadBack_alsoAfterRepair_andRowsThatCannotBeWrittenAreFailures()
      throws Exception {
    List<String> values =
        Arrays.asList(
            "a/b=c d%", "ü|'\"", "..", " x ", "A", "a", "a\tb\nc", "%41", "[^]{}#*?\\:", null, "");
    List<Row> rows = inPartitions(values);
    List<String> bad = List.of("x".repeat(300), "ü".repeat(150), "/".repeat(100), HIVE_DEFAULT);
    rows.addAll(inPartitions(bad));
    List<UnwritableRow> refused = writeByRoom("values", rows);
    assertThat(refused).extracting(UnwritableRow::getReason).containsOnly(Reason.PARTITION_VALUE);
    assertThat(refused)
        .extracting(row -> row.getRow().getString("room"))
        .containsExactlyInAnyOrderElementsOf(bad);

    try (Hive hive = new Hive(stack)) {
      List<String> expected =
          values.stream().map(v -> v == null || v.isEmpty() ? HIVE_DEFAULT : v).sorted().toList();
      assertThat(hive.ask("SELECT in_room FROM `values`").stream().sorted())
          .containsExactlyElementsOf(expected);
      // A lost entry is restored with the same value, from the name of its directory.
      dropAll(hive, "values");
      // Without this setting Hive refuses all values that it escapes.
      hive.run("SET hive.msck.path.validation=ignore");
      hive.run("MSCK REPAIR TABLE `values`");
      assertThat(hive.ask("SELECT in_room FROM `values`").stream().sorted())
          .containsExactlyElementsOf(expected);
      assertThat(writeByRoom("values", inPartitions(values))).isEmpty();
      assertThat(hive.ask("SELECT in_room FROM `values`").stream().sorted())
          .containsExactlyElementsOf(expected);
    }
  }

  private static List<Row> inPartitions(List<String> values) {
    List<Row> rows = new ArrayList<>();
    for (String value : values) {
      rows.add(Row.withSchema(READING_ANYWHERE).addValues("of " + value, 1L, 1L, value).build());
    }
    return rows;
  }

  /**
   * Names that are accepted can be queried: as columns, as nested fields and as partition columns.
   */
  @Test
  void everyAcceptedNameCanBeQueried() throws Exception {
    List<String> columns =
        List.of(
            "größe",
            "order",
            "timestamp",
            "user",
            "a-b",
            "a$b",
            "a@b",
            "1a",
            "_x",
            "日本",
            "x".repeat(128));
    List<String> fields = List.of("größe", "order", "1a", "_x", "日本");
    Schema.Builder inner = Schema.builder();
    fields.forEach(inner::addStringField);
    Schema nested = inner.build();
    Schema.Builder outer = Schema.builder().addStringField("k").addInt64Field("revision");
    columns.forEach(outer::addStringField);
    Schema schema = outer.addRowField("s", nested).build();
    Row.Builder values = Row.withSchema(schema).addValues("1", 1L);
    columns.forEach(values::addValue);
    Row.Builder innerValues = Row.withSchema(nested);
    fields.forEach(innerValues::addValue);
    Row row = values.addValue(innerValues.build()).build();

    write("names", row, "p");
    try (Hive hive = new Hive(stack)) {
      String asked =
          columns.stream().map("`%s`"::formatted).collect(joining(", "))
              + fields.stream().map(", s.`%s`"::formatted).collect(joining());
      String answer = String.join(",", columns) + "," + String.join(",", fields);
      assertThat(hive.ask("SELECT " + asked + " FROM names WHERE `größe_1` = 'p'"))
          .containsExactly(answer);
      assertThat(hive.ask("SELECT " + asked + " FROM names_latest")).containsExactly(answer);
      writeNamed("dotted", List.of("utm.source", "a.b-c"));
      assertThat(hive.ask("SELECT `utm.source`, `a.b-c` FROM dotted_latest"))
          .containsExactly("utm.source,a.b-c");
    }
  }

  private static void writeNamed(String table, List<String> columns) {
    Schema.Builder fields = Schema.builder().addStringField("k").addInt64Field("revision");
    columns.forEach(fields::addStringField);
    Schema schema = fields.build();
    Row.Builder values = Row.withSchema(schema).addValues("1", 1L);
    columns.forEach(values::addValue);
    write(table, values.build(), "p");
  }

  private static void write(String table, Row row, String partition) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply("Rows", Create.of(row).withRowSchema(row.getSchema()))
        .apply(
            "Write",
            HiveIO.write(stack.hive().metastore(), table, "k", "revision")
                .withLocation(stack.hive().warehouse().resolve(table).toString())
                .partitionedBy("größe_1", any -> partition));
    pipeline.run().waitUntilFinish();
  }

  /** Runs DROP PARTITION, MSCK REPAIR, INSERT and DROP TABLE as operators do. */
  @Test
  void anOperatorsStatementsNeitherDoubleRowsNorLoseThem_norStopCommits() throws Exception {
    try (Hive hive = new Hive(stack)) {
      write("operated", readings(READING, 0, 60, 1), 2);
      write("operated", readings(READING, 60, 80, 1), 2);
      write("operated", readings(READING, 80, 100, 1), 2);
      assertThat(compact("operated")).isPositive();
      hive.run("INSERT INTO operated PARTITION (in_room = 'r0') VALUES ('by hand', 1, 1000, 'r0')");
      dropAll(hive, "operated");
      hive.run("MSCK REPAIR TABLE operated");
      try (HiveTable table = HiveTable.at(stack.hive().metastore(), "operated")) {
        assertThat(table.check())
            .extracting(TableFinding::kind)
            .containsOnly(TableFinding.Kind.READS_ITS_DIRECTORY);
        table.repair();
        assertThat(table.check())
            .extracting(TableFinding::kind)
            .containsOnly(TableFinding.Kind.FOREIGN_FILES);
      }
      assertThat(counts(hive, "operated")).containsExactly("101,101,5950");

      dropAll(hive, "operated");
      hive.run("MSCK REPAIR TABLE operated");
      for (int i = 0; i < 3; i++) {
        write("operated", readings(READING, 0, 110 + i, 1), 2);
      }
      assertThat(counts(hive, "operated")).containsExactly("113,113,7216");
      compact("operated");
      assertThat(counts(hive, "operated")).containsExactly("113,113,7216");

      hive.run("DROP TABLE operated");
      write("operated", readings(READING, 0, 3, 1), 2);
      assertThat(counts(hive, "operated")).containsExactly("3,3,3");
    }
  }

  private static void dropAll(Hive hive, String table) throws Exception {
    hive.run("ALTER TABLE `%s` DROP PARTITION (in_room <> 'none')".formatted(table));
    assertThat(hive.ask("SHOW PARTITIONS `%s`".formatted(table)))
        .allMatch(left -> left.contains(HIVE_DEFAULT));
  }

  @Test
  void refusesAnotherNumberOfBuckets_andAnotherType() {
    write("fixed", readings(READING, 0, 1, 1), 2);
    assertThatThrownBy(() -> write("fixed", readings(READING, 0, 1, 1), 3))
        .isInstanceOf(HiveException.class)
        .hasMessageContaining("tally.buckets=2, but this write has 3");
    Schema other =
        Schema.builder()
            .addStringField("sensor")
            .addInt64Field("revision")
            .addStringField("value")
            .addStringField("room")
            .build();
    Row row = Row.withSchema(other).addValues("s", 1L, "x", "r0").build();
    assertThatThrownBy(() -> write("fixed", List.of(row), 2))
        .hasMessageContaining("Column value")
        .hasMessageContaining("bigint");
  }

  private static List<String> counts(Hive hive, String table) throws Exception {
    return hive.ask("SELECT COUNT(*), COUNT(DISTINCT sensor), SUM(value) FROM %s".formatted(table));
  }

  private static List<Row> readings(Schema schema, int from, int to, long revision) {
    return IntStream.range(from, to)
        .mapToObj(
            i -> {
              Row.Builder row = Row.withSchema(schema);
              row.addValues("s" + i, revision, (long) i, "r" + i % 2);
              return (schema.hasField("Unit") ? row.addValue("C") : row).build();
            })
        .toList();
  }

  private static Row withColumn(String column) {
    Schema schema =
        Schema.builder()
            .addFields(READING.getFields())
            .addNullableField(column, FieldType.STRING)
            .build();
    return Row.withSchema(schema).addValues("of " + column, 1L, 1L, "r0", "x").build();
  }

  private static CompletableFuture<Void> writing(String table, List<Row> rows) {
    return CompletableFuture.runAsync(() -> write(table, rows, 4));
  }

  private static void write(String table, List<Row> rows, int buckets) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    boolean rooms = rows.get(0).getSchema().hasField("room");
    pipeline
        .apply("Rows", Create.of(rows).withRowSchema(rows.get(0).getSchema()))
        .apply(
            "Write",
            HiveIO.write(stack.hive().metastore(), table, rooms ? "sensor" : "key", "revision")
                .withLocation(stack.hive().warehouse().resolve(table).toString())
                .partitionedBy(
                    rooms ? "in_room" : "day", row -> rooms ? row.getString("room") : "a b/%")
                .withBuckets(buckets)
                .withBatches(
                    Math.max(500, rows.size() / 20), org.joda.time.Duration.standardSeconds(1)));
    pipeline.run().waitUntilFinish();
  }

  private static List<UnwritableRow> writeByRoom(String table, List<Row> rows) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    List<PCollection<UnwritableRow>> failures = new ArrayList<>();
    pipeline
        .apply("Rows", Create.of(rows).withRowSchema(READING_ANYWHERE))
        .apply(
            "Write",
            HiveIO.write(stack.hive().metastore(), table, "sensor", "revision")
                .withLocation(stack.hive().warehouse().resolve(table).toString())
                .partitionedBy("in_room", row -> row.getString("room"))
                .withBuckets(1)
                .withBatches(500, org.joda.time.Duration.standardSeconds(1)))
        .failuresTo(failures);
    REFUSED.clear();
    failures
        .get(0)
        .apply(
            "Keep",
            MapElements.into(TypeDescriptors.booleans()).via(refused -> REFUSED.add(refused)));
    pipeline.run().waitUntilFinish();
    return List.copyOf(REFUSED);
  }

  private static int compact(String table) {
    try (HiveTable open = HiveTable.at(stack.hive().metastore(), table)) {
      int compacted = open.compact();
      open.sweep(org.joda.time.Duration.standardDays(1));
      return compacted;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
