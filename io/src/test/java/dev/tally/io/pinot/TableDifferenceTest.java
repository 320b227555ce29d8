package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableDifferenceTest {
  private static final TableTopic TOPIC = new TableTopic("Xq4vGjKnRmuUsYH7m1hCUw", 4);
  private static final PinotTable METRICS =
      PinotTable.of("ad_metrics", "all-ad-metrics", "kafka-1:9092", "minute")
          .withDimension("region", PinotTable.Type.STRING)
          .withMetric("clicks", PinotTable.Type.LONG);

  /** A setting that is not compared could be wrong for years. */
  @Test
  void noticesAChangeOfEachSingleSetting() {
    ObjectNode wanted = TableJson.table(METRICS, TOPIC);
    List<String> leaves = new ArrayList<>();
    leaves("", wanted, leaves);
    assertThat(leaves).hasSizeGreaterThan(20).contains("/upsertConfig/mode");
    for (String leaf : leaves) {
      int slash = leaf.lastIndexOf('/');
      ObjectNode changed = TableJson.table(METRICS, TOPIC);
      ObjectNode parent = (ObjectNode) changed.at(leaf.substring(0, slash));
      parent.put(leaf.substring(slash + 1), "other");
      ObjectNode removed = TableJson.table(METRICS, TOPIC);
      ((ObjectNode) removed.at(leaf.substring(0, slash))).remove(leaf.substring(slash + 1));
      if (leaf.equals("/tableName")) {
        // Pinot appends the type to the name.
        assertThat(TableDifference.ofConfig(wanted, changed)).isEmpty();
      } else {
        assertThat(TableDifference.ofConfig(wanted, changed)).containsExactly(leaf);
        assertThat(TableDifference.ofConfig(wanted, removed)).containsExactly(leaf);
      }
    }
  }

  @Test
  void comparesValuesAsText_becausePinotReturnsOtherTypes() throws Exception {
    String text = TableJson.write(TableJson.table(METRICS, TOPIC));
    JsonNode there =
        TableJson.read(
            text.replace("\"nullHandlingEnabled\" : true", "\"nullHandlingEnabled\" : \"true\""),
            "x");
    assertThat(TableDifference.ofConfig(TableJson.table(METRICS, TOPIC), there)).isEmpty();
  }

  @Test
  void ignoresWhatPinotAdds_exceptToTheSettingsOfKafka() {
    ObjectNode there = TableJson.table(METRICS, TOPIC);
    there.put("isDimTable", false);
    ((ObjectNode) there.at("/segmentsConfig")).put("completionMode", "x");
    assertThat(TableDifference.ofConfig(TableJson.table(METRICS, TOPIC), there)).isEmpty();
    ((ObjectNode) there.at("/tableIndexConfig/streamConfigs")).put("max.poll.records", "1");
    assertThat(TableDifference.ofConfig(TableJson.table(METRICS, TOPIC), there))
        .containsExactly("/tableIndexConfig/streamConfigs/max.poll.records");
  }

  /** A change that is applied while servers consume could make them count twice. */
  @ParameterizedTest
  @CsvSource({
    "/segmentsConfig/retentionTimeValue,true",
    "/segmentsConfig/retentionTimeUnit,true",
    "/segmentsConfig/replication,false",
    "/upsertConfig/mode,false",
    "/upsertConfig/hashFunction,false",
    "/metadata/customConfigs/tally.kafka.topic.id,false",
    "/tableIndexConfig/streamConfigs/realtime.segment.flush.threshold.rows,true",
    "/tableIndexConfig/streamConfigs/realtime.segment.flush.threshold.time,true",
    "/tableIndexConfig/streamConfigs/realtime.other,false",
    "/tableIndexConfig/streamConfigs/stream.kafka.topic.name,false",
    "/tableIndexConfig/streamConfigs/stream.kafka.isolation.level,false",
    "/tableIndexConfig/streamConfigs/streamType,false",
    "/tableIndexConfig/streamConfigs/security.protocol,true",
    "/tableIndexConfig/nullHandlingEnabled,false"
  })
  void changesInPlaceOnlyWhatDoesNotAffectCounts(String setting, boolean mutable) {
    assertThat(TableDifference.isMutable(setting)).isEqualTo(mutable);
  }

  /** An update with fewer columns would delete their values. */
  @Test
  void findsColumnsOfEachKind_thatOnlyOneSchemaHas() {
    JsonNode more =
        TableJson.schema(
            METRICS
                .withDimension("shop", PinotTable.Type.STRING)
                .withMetric("views", PinotTable.Type.LONG));
    JsonNode less = TableJson.schema(METRICS);
    assertThat(TableDifference.missingColumns(more, less)).containsExactly("shop", "views");
    assertThat(TableDifference.extraColumns(less, more)).containsExactly("shop", "views");
    assertThat(TableDifference.missingColumns(less, more)).isEmpty();
    assertThat(TableDifference.extraColumns(more, less)).isEmpty();
    assertThat(TableDifference.column(less, "minute").path("dataType").asText()).isEqualTo("LONG");
    assertThat(TableDifference.column(less, "Minute").isMissingNode()).isTrue();
    assertThat(TableDifference.missingColumns(less, TableJson.read("{}", "x")))
        .containsExactly("record_uuid", "region", "revision", "clicks", "minute");
  }

  @ParameterizedTest
  @CsvSource({
    "ad_metrics__3__17__20260105T0830Z,3,17",
    "a__b__0__0__20260105T0830Z,0,0",
    "a__1__2__3__20260105T0830Z,2,3",
    "a__999999999__999999999__x,999999999,999999999"
  })
  void readsThePartitionOfAConsumedSegment(String name, int partition, int sequence) {
    assertThat(ConsumedSegment.of(name, true))
        .contains(new ConsumedSegment(name, partition, sequence, true));
  }

  /** Such a segment belongs to no offset in Kafka; it must not look like the newest one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "backfill_2026-11-21_p3of4_s0of1",
        "ad_metrics__3__17",
        "__3__17__x",
        "ad_metrics__x__17__20260105T0830Z",
        "ad_metrics__-1__17__20260105T0830Z",
        "ad_metrics__3__1234567890__20260105T0830Z",
        "ad_metrics__3__17__2026_01",
        ""
      })
  void takesNoOtherSegmentForAConsumedOne(String name) {
    assertThat(ConsumedSegment.of(name, false)).isEqualTo(Optional.empty());
  }

  @Test
  void comparesSegmentsByNumber_notByName() {
    ConsumedSegment ninth = ConsumedSegment.of("t__0__9__x", false).orElseThrow();
    ConsumedSegment tenth = ConsumedSegment.of("t__0__10__x", true).orElseThrow();
    assertThat(ConsumedSegment.later(ninth, tenth)).isSameAs(tenth);
    assertThat(ConsumedSegment.later(tenth, ninth)).isSameAs(tenth);
  }

  /** A sum beyond 2^53 may be a rounded one. */
  @Property
  void readsAWholeNumberExactly_orNotAtAll(@ForAll double value, @ForAll long whole) {
    PinotRows rows =
        new PinotRows(
            List.of("d", "l"), List.of("DOUBLE", "LONG"), List.of(List.of(value, whole)), 9);
    assertThat(rows.getLong(0, "l")).isEqualTo(whole);
    boolean exact =
        !Double.isNaN(value)
            && !Double.isInfinite(value)
            && Math.abs(value) < 9_007_199_254_740_992d
            && new BigDecimal(value).stripTrailingZeros().scale() <= 0;
    if (exact) {
      assertThat(BigDecimal.valueOf(rows.getLong(0, "d")))
          .isEqualByComparingTo(new BigDecimal(value));
    } else {
      assertThatThrownBy(() -> rows.getLong(0, "d"))
          .hasMessage("Column d is " + value + ", not a whole number");
    }
  }

  @Property
  void readsWholeSumsExactly_upTo2To53(@ForAll int high, @ForAll int low) {
    long sum = ((long) high << 21) ^ (low & 0x1F_FFFF);
    PinotRows rows =
        new PinotRows(List.of("d"), List.of("DOUBLE"), List.of(List.of((double) sum)), 9);
    assertThat(rows.getLong(0, "d")).isEqualTo(sum);
  }

  @Test
  void keepsTheSettingsOfThisJvmApart_andRejectsThoseOfTheTable() {
    KafkaAccess access = KafkaAccess.open().with("client.id", "pinot");
    assertThat(access.client()).containsExactly(Map.entry("client.id", "pinot"));
    KafkaAccess own = access.withOwn(Map.of()).with("max.poll.records", "1");
    assertThat(own.client()).isEmpty();
    assertThat(own.pinot()).containsOnlyKeys("client.id", "max.poll.records");
    assertThat(own.toString()).doesNotContain("pinot\"").contains("client.id");
    for (String key : List.of("streamType", "stream.x", "realtime.x", "isolation.level")) {
      assertThatThrownBy(() -> access.with(key, "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Kafka setting " + key + " is set by this table: remove it.");
    }
  }

  private static void leaves(String path, JsonNode node, List<String> leaves) {
    if (!node.isObject()) {
      leaves.add(path);
    }
    node.properties()
        .forEach(field -> leaves(path + "/" + field.getKey(), field.getValue(), leaves));
  }
}
