package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.hive.UnwritableRow.Reason;
import dev.tally.io.hive.UnwritableRow.UnwritableRowCoder;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class RowPlacementTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .addStringField("k")
          .addInt64Field("rev")
          .addNullableField("p", FieldType.STRING)
          .addDecimalField("money")
          .build();
  private static final RowPlacement PLACEMENT =
      new RowPlacement(
          new KeyFields("k", "rev"),
          HiveTypes.of(SCHEMA),
          List.of(new PartitionColumn("Part", row -> part(row))),
          4);

  private static String part(Row row) {
    if ("fail".equals(row.getString("p"))) {
      throw new IllegalStateException("no such shop");
    }
    return row.getString("p");
  }

  @Test
  void placesARow_andOneWithoutAValueInHivesDefaultPartition() {
    BucketKey key = PLACEMENT.place(row("x", "1.50")).key().orElseThrow();
    assertThat(key.partition()).containsExactly("x");
    assertThat(key.buckets()).isEqualTo(4);
    for (String none : new String[] {null, ""}) {
      assertThat(PLACEMENT.place(row(none, "1.50")).key().orElseThrow().partition())
          .containsExactly(PartitionValues.DEFAULT);
    }
  }

  @Test
  void refusesARowThatWouldFailForEver() {
    assertThat(refused(row("x".repeat(300), "1.50")).getReason()).isEqualTo(Reason.PARTITION_VALUE);
    UnwritableRow failing = refused(row("fail", "1.50"));
    assertThat(failing.getReason()).isEqualTo(Reason.PARTITION_FUNCTION);
    assertThat(failing.getDetail()).contains("part").contains("no such shop");
    UnwritableRow tooMany = refused(row("x", "1e30"));
    assertThat(tooMany.getReason()).isEqualTo(Reason.COLUMN_VALUE);
    assertThat(tooMany.getDetail()).contains("decimal(38,18)").contains("column money");
    assertThat(tooMany.getRow().getDecimal("money")).isEqualByComparingTo("1e30");
  }

  /** The text of a value can be in the message of a function that fails. */
  @Test
  void encodesARefusedRow_whoseFunctionFailedWithALongMessage() throws Exception {
    RowPlacement numbers =
        new RowPlacement(
            new KeyFields("k", "rev"),
            HiveTypes.of(SCHEMA),
            List.of(new PartitionColumn("n", row -> "" + Long.parseLong(row.getString("p")))),
            4);
    UnwritableRow failing =
        numbers.place(row("\u00fc".repeat(100_000), "1.50")).refused().orElseThrow();
    assertThat(failing.getDetail())
        .startsWith("the function of the partition column n failed: ")
        .contains("NumberFormatException")
        .endsWith("…")
        .hasSizeLessThan(2_000);
    Coder<UnwritableRow> rows = new UnwritableRowCoder(RowCoder.of(SCHEMA));
    assertThat(CoderUtils.decodeFromByteArray(rows, CoderUtils.encodeToByteArray(rows, failing)))
        .isEqualTo(failing);
  }

  /** A savepoint contains both encodings, so they must never change. */
  @Test
  void codersKeepTheirLayout() throws Exception {
    Coder<BucketKey> keys = new BucketKey.BucketKeyCoder();
    BucketKey key = new BucketKey(List.of("2026-11-21"), 3, 8);
    assertThat(hex(keys, key)).isEqualTo("01000000030000000800000001000a323032362d31312d3231");
    assertThat(CoderUtils.decodeFromByteArray(keys, CoderUtils.encodeToByteArray(keys, key)))
        .isEqualTo(key);
    Schema schema = Schema.builder().addStringField("k").build();
    Coder<UnwritableRow> rows = new UnwritableRowCoder(RowCoder.of(schema));
    UnwritableRow row =
        UnwritableRow.of(
            Row.withSchema(schema).addValue("a").build(), Reason.PARTITION_VALUE, "why");
    assertThat(hex(rows, row))
        .isEqualTo("01000f504152544954494f4e5f56414c554500037768790100" + "0161");
    assertThat(CoderUtils.decodeFromByteArray(rows, CoderUtils.encodeToByteArray(rows, row)))
        .isEqualTo(row);
  }

  private static <T> String hex(Coder<T> coder, T value) throws Exception {
    return HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, value));
  }

  private static UnwritableRow refused(Row row) {
    return PLACEMENT.place(row).refused().orElseThrow();
  }

  private static Row row(String partition, String money) {
    return Row.withSchema(SCHEMA).addValues("k", 1L, partition, new BigDecimal(money)).build();
  }
}
