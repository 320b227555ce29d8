package dev.tally.it.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.clickhouse.ClickHouseAddress;
import dev.tally.io.clickhouse.ClickHouseException;
import dev.tally.io.clickhouse.ClickHouseIO;
import dev.tally.io.clickhouse.ClickHouseQuery;
import dev.tally.io.clickhouse.ClickHouseTable;
import dev.tally.io.clickhouse.ClickHouseTable.Roles;
import dev.tally.io.clickhouse.ClickHouseTables;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests ClickHouseIO against a real server. */
@Tag("integration")
@Isolated("kills a server that other classes use")
class ClickHouseIOTest {
  private static final Schema READING =
      Schema.builder()
          .addStringField("sensor")
          .addInt64Field("revision")
          .addInt64Field("at")
          .addNullableField("room", FieldType.STRING)
          .addNullableField("broken", FieldType.BOOLEAN)
          .build();
  private static final Roles ROLES = new Roles("sensor", "revision", "at");
  private static final long DAY = 86_400_000;
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static LocalStack stack;
  private static ClickHouseAddress address;

  @BeforeAll
  static void startsClickHouse() {
    stack = ClickHouse.up();
    address = ClickHouseAddress.at(stack.clickHouse());
  }

  @Test
  void theViewHasTheHighestRevisionOfEachKey_afterRepeatsInAnyOrder() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int sensor = 0; sensor < 500; sensor++) {
      for (int revision = 1; revision <= 4; revision++) {
        rows.add(row("s" + sensor, revision, sensor * DAY / 4));
      }
    }
    rows.addAll(List.copyOf(rows));
    Collections.shuffle(rows, new Random(1));
    write("repeats", rows, 100);
    write("repeats", rows.subList(0, 1_000), 1_000);
    assertThat(query("SELECT count(), uniqExact(sensor), min(revision) FROM it.repeats_latest"))
        .containsExactly("500,500,4");
    ClickHouse.run(stack, "OPTIMIZE TABLE it.repeats");
    assertThat(query("SELECT count(), uniqExact(sensor), min(revision) FROM it.repeats_latest"))
        .containsExactly("500,500,4");
  }

  @Test
  void aCorrectionIsVisibleAtOnce_andALowerRevisionNever() {
    write("corrections", List.of(row("a", 2, 0)), 10);
    write("corrections", List.of(row("a", 9, 0)), 10);
    write("corrections", List.of(row("a", 5, 0)), 10);
    assertThat(query("SELECT sensor, revision FROM it.corrections_latest")).containsExactly("a,9");
    assertThat(query("SELECT count() FROM it.corrections_latest WHERE revision < 9"))
        .containsExactly("0");
  }

  @Test
  void rowsOfMoreDaysThanAnInsertMayHaveAreWritten() {
    write("days", IntStream.range(0, 230).mapToObj(i -> row("s" + i, 1, i * DAY)).toList(), 1_000);
    assertThat(query("SELECT count(), uniqExact(intDiv(at, 86400000)) FROM it.days_latest"))
        .containsExactly("230,230");
  }

  @Test
  void textsNullsAndNumbersAreReadBackAsTheyWere() {
    List<String> texts = new ArrayList<>(texts());
    List<Row> rows =
        IntStream.range(0, texts.size()).mapToObj(i -> row("s" + i, i, texts.get(i))).toList();
    write("texts", rows, 10_000);
    List<String> found = new ArrayList<>();
    ClickHouseQuery.at(address)
        .forEach(
            "SELECT room FROM it.texts_latest ORDER BY revision", row -> found.add(row.get(0)));
    assertThat(found).isEqualTo(texts);
    Row limits =
        Row.withSchema(READING)
            .addValues("limits", Long.MAX_VALUE, Long.MIN_VALUE, null, false)
            .build();
    write("limits", List.of(limits), 10);
    assertThat(query("SELECT revision, at, room IS NULL, broken FROM it.limits_latest"))
        .containsExactly("9223372036854775807,-9223372036854775808,1,0");
  }

  @Test
  void aTableThatWasCreatedAgainIsNotTheSameTable() throws Exception {
    ClickHouseTable table = table("again");
    ClickHouseTables tables = ClickHouseTables.at(address);
    String id = tables.ensure(table);
    assertThat(tables.ensure(table)).isEqualTo(id);
    assertThat(tables.id(table)).contains(id);
    ClickHouse.run(stack, "DROP TABLE it.again");
    assertThat(tables.id(table)).isEmpty();
    assertThat(tables.ensure(table)).isNotEqualTo(id);
  }

  @Test
  void aTableThatIsReplacedWhileAPipelineRuns_failsIt() throws Exception {
    Pipeline pipeline = pipeline("replaced", List.of(row("a", 1, 0)), 10);
    ClickHouse.run(stack, "DROP TABLE it.replaced");
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasMessageContaining("Table it.replaced in ClickHouse")
        .hasMessageContaining("its id is (none)");
    ClickHouseTables.at(address).ensure(table("replaced"));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasMessageContaining("is not the table of this pipeline");
    assertThat(query("SELECT count() FROM it.replaced")).containsExactly("0");
  }

  @Test
  void aTableThatDoesNotFitIsRefused_andNotChanged() throws Exception {
    ClickHouse.run(stack, "CREATE DATABASE IF NOT EXISTS it");
    ClickHouse.run(
        stack, "CREATE TABLE it.other (sensor String, at Int32) ENGINE = MergeTree() ORDER BY at");
    assertThatThrownBy(() -> pipeline("other", List.of(row("a", 1, 0)), 10))
        .isInstanceOf(ClickHouseException.class)
        .hasMessageContaining("it must be ReplacingMergeTree(revision)")
        .hasMessageContaining("ordered by at")
        .hasMessageContaining("no table id")
        .hasMessageContaining("run ALTER TABLE it.other ADD COLUMN room Nullable(String)")
        .hasMessageContaining("column at has type Int32");
    assertThat(query("EXISTS TABLE it.other_latest")).containsExactly("0");
  }

  @Test
  void aColumnThatIsMissingIsRefused_untilTheOperatorAddsIt() throws Exception {
    write("grown", List.of(row("a", 1, 0)), 10);
    Schema wider =
        Schema.builder().addFields(READING.getFields()).addNullableInt64Field("unit").build();
    ClickHouseTable grown = ClickHouseTable.of("it", "grown", wider, ROLES);
    ClickHouseTables tables = ClickHouseTables.at(address);
    assertThatThrownBy(() -> tables.ensure(grown))
        .hasMessageContaining("run ALTER TABLE it.grown ADD COLUMN unit Nullable(Int64)")
        .hasMessageContaining("run DROP TABLE it.grown_latest");
    ClickHouse.run(stack, "ALTER TABLE it.grown ADD COLUMN unit Nullable(Int64)");
    ClickHouse.run(stack, "DROP TABLE it.grown_latest");
    tables.ensure(grown);
    assertThat(query("SELECT sensor, unit FROM it.grown_latest")).containsExactly("a,");
  }

  @Test
  void queriesCannotChangeAnything_andErrorsHaveTheServersText() {
    ClickHouseQuery queries = ClickHouseQuery.at(address);
    assertThatThrownBy(() -> queries.rows("CREATE DATABASE nope"))
        .isInstanceOf(ClickHouseException.class);
    assertThatThrownBy(() -> queries.rows("SELECT nope"))
        .hasMessageContaining("nope")
        .hasMessageContaining("Code: 47");
  }

  @Test
  void theServerIsKilledInTheMiddleOfALoad_andTheViewIsExact() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int revision = 1; revision <= 3; revision++) {
      for (int sensor = 0; sensor < 20_000; sensor++) {
        rows.add(row("s" + sensor, revision, sensor % 3 * DAY));
      }
    }
    Pipeline pipeline = pipeline("killed", rows, 200);
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> pipeline.run().waitUntilFinish());
    await().atMost(DEADLINE).until(() -> count("it.killed") > 0);
    stack.kill(Server.CLICKHOUSE);
    assertThat(load).as("the load had ended before the kill").isNotDone();
    stack.up(Server.CLICKHOUSE);
    load.get();
    assertThat(query("SELECT count(), uniqExact(sensor), min(revision) FROM it.killed_latest"))
        .containsExactly("20000,20000,3");
  }

  private static long count(String table) {
    return ClickHouseQuery.at(address).number("SELECT count() FROM " + table);
  }

  /** Returns texts that formats and encodings tend to change, and random ones. */
  private static List<String> texts() {
    List<String> texts =
        new ArrayList<>(
            Arrays.asList(
                "",
                " ",
                "null",
                "\\N",
                "NULL",
                "\t",
                "\n",
                "\r\n",
                "\\",
                "\\t",
                "\"",
                "'",
                "`",
                "\0",
                "a\0b",
                "\u0001\u001f\u007f",
                "\u00e4\u00df",
                "\u20ac",
                "\ud83d\ude00",
                "\u2028\u2029",
                "\ufeff",
                "\uffff",
                "{\"a\":1}",
                "%s",
                null));
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      texts.add(
          random
              .ints(random.nextInt(40), 0, Character.MAX_CODE_POINT + 1)
              .map(c -> random.nextBoolean() ? c % 128 : c)
              .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString());
    }
    System.out.println("Seed of the texts: " + seed);
    return texts;
  }

  private static Row row(String sensor, long revision, long at) {
    return Row.withSchema(READING).addValues(sensor, revision, at, "r" + revision, null).build();
  }

  private static Row row(String sensor, long revision, String room) {
    return Row.withSchema(READING).addValues(sensor, revision, 0L, room, true).build();
  }

  private static ClickHouseTable table(String name) {
    return ClickHouseTable.of("it", name, READING, ROLES);
  }

  private static Pipeline pipeline(String table, List<Row> rows, int batchRows) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(Create.of(rows).withRowSchema(READING))
        .apply(
            ClickHouseIO.write(address, table(table))
                .withBatches(batchRows, org.joda.time.Duration.standardSeconds(1)));
    return pipeline;
  }

  private static void write(String table, List<Row> rows, int batchRows) {
    pipeline(table, rows, batchRows).run().waitUntilFinish();
  }

  private static List<String> query(String sql) {
    return ClickHouseQuery.at(address).rows(sql).stream()
        .map(row -> String.join(",", row))
        .toList();
  }
}
