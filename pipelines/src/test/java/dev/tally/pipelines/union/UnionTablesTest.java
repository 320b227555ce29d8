package dev.tally.pipelines.union;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.pinot.PinotTable;
import dev.tally.io.pinot.PinotTables;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnionTablesTest {
  /**
   * The longest text in Tally's records, the category from the order service; ids have at most 128
   * characters.
   */
  private static final int LONGEST_TEXT = 256;

  static Stream<PinotTable> tables() {
    return Stream.of(
        UnionTables.adMetrics("ad_metrics", "ad-metrics", "kafka:9092"),
        UnionTables.attributedOrders("orders", "attributed-orders", "kafka:9092"),
        UnionTables.campaignReach("reach", "campaign-reach", "kafka:9092"));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyTextColumnHoldsTheLongestText(PinotTable table) throws IOException {
    JsonNode columns =
        new ObjectMapper().readTree(PinotTables.schemaJson(table)).path("dimensionFieldSpecs");
    assertThat(columns)
        .filteredOn(column -> column.path("dataType").asText().equals("STRING"))
        .isNotEmpty()
        .allSatisfy(
            column -> assertThat(column.path("maxLength").asInt()).isGreaterThan(LONGEST_TEXT));
  }

  @Test
  void theTableOfAdMetricsHasEveryDimensionAndMeasure() throws IOException {
    JsonNode schema =
        new ObjectMapper()
            .readTree(
                PinotTables.schemaJson(UnionTables.adMetrics("m", "ad-metrics", "kafka:9092")));
    assertThat(names(schema, "dimensionFieldSpecs"))
        .containsExactlyInAnyOrder("record_uuid", "region", "ad_id", "campaign_id", "store_id");
    assertThat(names(schema, "metricFieldSpecs"))
        .containsExactlyInAnyOrder(
            "revision",
            "impressions",
            "clicks",
            "repeat_clicks",
            "spend_micros",
            "invalid_impressions",
            "invalid_clicks");
    assertThat(names(schema, "dateTimeFieldSpecs")).containsExactly("minute");
  }

  @Test
  void theTableOfReachHasTheSketchAsBytes() throws IOException {
    JsonNode schema =
        new ObjectMapper()
            .readTree(
                PinotTables.schemaJson(
                    UnionTables.campaignReach("r", "campaign-reach", "kafka:9092")));
    assertThat(names(schema, "dimensionFieldSpecs"))
        .containsExactlyInAnyOrder(
            "record_uuid",
            "campaign_id",
            "event_type",
            "users",
            "users_low",
            "users_high",
            "users_sketch");
    assertThat(names(schema, "dateTimeFieldSpecs")).containsExactly("day_start");
  }

  @Test
  void theTableOfAttributedOrdersLeavesOutTheCreditsOfSharedModels() throws IOException {
    JsonNode schema =
        new ObjectMapper()
            .readTree(
                PinotTables.schemaJson(
                    UnionTables.attributedOrders("o", "attributed-orders", "kafka:9092")));
    assertThat(names(schema, "dimensionFieldSpecs"))
        .contains("touch_time", "new_customer", "category")
        .doesNotContain("credits", "touches_left_out");
    assertThat(names(schema, "metricFieldSpecs"))
        .containsExactlyInAnyOrder("revision", "items", "amount_micros");
    assertThat(names(schema, "dateTimeFieldSpecs")).containsExactly("order_time");
  }

  private static List<String> names(JsonNode schema, String kind) {
    return StreamSupport.stream(schema.path(kind).spliterator(), false)
        .map(column -> column.path("name").asText())
        .toList();
  }
}
