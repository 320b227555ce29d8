package dev.tally.io.clickhouse;

import static dev.tally.io.clickhouse.ReadingTable.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.clickhouse.ClickHouseTable.Roles;
import java.net.URI;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.junit.jupiter.api.Test;

class TableSqlTest {
  private static final Roles ROLES = new Roles("k", "r", "t");

  @Test
  void createsATableThatReplacesByRevision_withItsIdInAColumnThatStoresNothing() {
    assertThat(TableSql.createTable(TABLE, "ID"))
        .isEqualTo(
            "CREATE TABLE IF NOT EXISTS `lab`.`readings` (`sensor` String, `revision` Int64, `at` Int64, `room` Nullable(String), `broken` Nullable(UInt8), `tally_table_id` String ALIAS 'ID') ENGINE = ReplacingMergeTree(`revision`) PARTITION BY toYYYYMMDD(toDateTime(intDiv(`at`, 1000), 'UTC')) ORDER BY `sensor`");
  }

  @Test
  void createsAViewWithOneRowPerKey() {
    assertThat(TableSql.createView(TABLE))
        .isEqualTo(
            "CREATE VIEW IF NOT EXISTS `lab`.`readings_latest` AS SELECT `sensor`, `revision`, `at`, `room`, `broken` FROM `lab`.`readings` FINAL");
  }

  @Test
  void namesTheColumnsOfAnInsert() {
    assertThat(TableSql.insert(TABLE))
        .isEqualTo(
            "INSERT INTO `lab`.`readings` (`sensor`, `revision`, `at`, `room`, `broken`) FORMAT JSONEachRow");
  }

  @Test
  void refusesNamesThatWouldNeedEscaping_andTypesWithoutAColumn() {
    Schema schema = schema().build();
    assertThatThrownBy(() -> ClickHouseTable.of("lab", "a`b", schema, ROLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters, digits and underscores");
    Schema bytes = schema().addByteArrayField("bytes").build();
    assertThatThrownBy(() -> ClickHouseTable.of("lab", "a", bytes, ROLES))
        .hasMessageContaining("Column bytes has type BYTES");
  }

  @Test
  void refusesAKeyRevisionOrTimeThatMayBeNullOrHasAnotherType() {
    Schema nullable =
        Schema.builder()
            .addNullableField("k", FieldType.STRING)
            .addInt64Field("r")
            .addInt64Field("t")
            .build();
    assertThatThrownBy(() -> ClickHouseTable.of("lab", "a", nullable, ROLES))
        .hasMessage("Column k must be a STRING that is not nullable.");
    Schema schema = schema().build();
    assertThatThrownBy(() -> ClickHouseTable.of("lab", "a", schema, new Roles("k", "k", "t")))
        .hasMessage("Column k must be a INT64 that is not nullable.");
    assertThatThrownBy(() -> ClickHouseTable.of("lab", "a", schema, new Roles("k", "r", "x")))
        .hasMessage("Column x must be a INT64 that is not nullable.");
  }

  @Test
  void anUpdateQuotesTheTextOnly() {
    ClickHouseTable table = ClickHouseTable.of("lab", "a", schema().build(), ROLES);
    assertThat(TableSql.update(table, "k", "it's \\", "`t` <= 5"))
        .isEqualTo("ALTER TABLE `lab`.`a` UPDATE `k` = 'it\\'s \\\\' WHERE `t` <= 5");
  }

  @Test
  void theKeyTheRevisionAndTheTimeCannotBeUpdated() {
    ClickHouseTable table =
        ClickHouseTable.of("lab", "a", schema().addStringField("text").build(), ROLES);
    ClickHouseAddress server = ClickHouseAddress.at(URI.create("http://127.0.0.1:1"));
    assertThat(ClickHouseUpdate.of(server, table, "text")).isNotNull();
    for (String column : List.of("k", "r", "t", "missing")) {
      assertThatThrownBy(() -> ClickHouseUpdate.of(server, table, column))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot be updated");
    }
  }

  private static Schema.Builder schema() {
    return Schema.builder().addStringField("k").addInt64Field("r").addInt64Field("t");
  }
}
