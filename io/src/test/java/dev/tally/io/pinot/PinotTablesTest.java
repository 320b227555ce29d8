package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PinotTablesTest {
  private static final String PASSWORD = "p\"ss-of-alice";
  private static final int PARTITIONS = 4;
  private static final TableTopic TOPIC = new TableTopic("Xq4vGjKnRmuUsYH7m1hCUw", PARTITIONS);
  private static final PinotTable METRICS =
      PinotTable.of("ad_metrics", "all-ad-metrics", "kafka-1:9092,kafka-2:9092", "minute")
          .withDimension("campaign_id", PinotTable.Type.STRING)
          .withDimension("region", PinotTable.Type.STRING)
          .withMetric("clicks", PinotTable.Type.LONG);

  @Test
  void createsTheExpectedTable() throws IOException {
    assertThat(TableJson.read(PinotTables.tableJson(METRICS, TOPIC), "table"))
        .isEqualTo(golden("table.json"));
  }

  @Test
  void createsTheExpectedSchema() throws IOException {
    assertThat(TableJson.read(PinotTables.schemaJson(METRICS), "schema"))
        .isEqualTo(golden("schema.json"));
  }

  @Test
  void acceptsItsOwnTable() {
    assertThat(problems(table(), schema())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsafe")
  void rejectsATable(String what, Consumer<ObjectNode> damage, String advice) {
    ObjectNode table = table();
    damage.accept(table);
    assertThat(problems(table, schema())).singleElement().asString().contains(advice);
  }

  static Stream<Arguments> unsafe() {
    return Stream.of(
        unsafe("that is offline", t -> t.put("tableType", "OFFLINE"), "REALTIME"),
        unsafe("without strict routing", t -> t.remove("routing"), "strictReplicaGroup"),
        unsafe(
            "of another time column",
            t -> at(t, "segmentsConfig").put("timeColumnName", "x"),
            "minute"),
        unsafe("that aggregates", t -> index(t).put("aggregateMetrics", true), "remove it"),
        unsafe(
            "that does not upsert",
            t -> at(t, "upsertConfig").put("mode", "NONE"),
            "set it to FULL"),
        unsafe(
            "of another comparison",
            t -> at(t, "upsertConfig").remove("comparisonColumn"),
            "revision"),
        unsafe("of another hash", t -> at(t, "upsertConfig").put("hashFunction", "NONE"), "MD5"),
        unsafe("of another topic", t -> stream(t).put(TableJson.TOPIC, "x"), "all-ad-metrics"),
        unsafe(
            "that reads uncommitted", t -> stream(t).remove(TableJson.ISOLATION), "read_committed"),
        unsafe(
            "of a high-level consumer",
            t -> stream(t).put(TableJson.CONSUMER_TYPE, "highlevel"),
            "lowlevel"),
        unsafe(
            "that starts late", t -> stream(t).put(TableJson.OFFSET_RESET, "largest"), "smallest"),
        unsafe("of another stream", t -> stream(t).put("streamType", "kinesis"), "kafka"),
        unsafe(
            "without partitions",
            t -> index(t).remove("segmentPartitionConfig"),
            "numPartitions 4"),
        unsafe("of another partitioner", t -> key(t).put("functionName", "Modulo"), "Murmur"),
        unsafe("of other partitions", t -> key(t).put("numPartitions", 8), "has 4"),
        unsafe(
            "over a topic that was deleted and created again",
            t -> custom(t).put(TableJson.TOPIC_ID, "of-the-deleted-topic"),
            "of-the-deleted-topic, but topic all-ad-metrics has the id Xq4vGjKnRmuUsYH7m1hCUw"),
        unsafe("without its topic's id", t -> t.remove("metadata"), "set it to Xq4vGjKn"));
  }

  @Test
  void rejectsASchemaWithAnotherKey() {
    ObjectNode schema = schema();
    schema.putArray("primaryKeyColumns").add("campaign_id");
    assertThat(problems(table(), schema)).singleElement().asString().contains("[record_uuid]");
  }

  @Test
  void rejectsASchemaWithoutTheComparisonColumn() {
    ObjectNode schema = schema();
    schema.putArray("metricFieldSpecs");
    assertThat(problems(table(), schema)).singleElement().asString().contains("revision");
  }

  @Test
  void rejectsASchemaWithAnotherType() {
    ObjectNode schema = schema();
    ((ObjectNode) schema.at("/metricFieldSpecs/0")).put("dataType", "STRING");
    assertThat(problems(table(), schema)).singleElement().asString().contains("not LONG");
  }

  @Test
  void rejectsASchemaThatTruncatesText() {
    ObjectNode schema = schema();
    ((ObjectNode) schema.at("/dimensionFieldSpecs/1")).put("maxLength", 36);
    assertThat(problems(table(), schema))
        .singleElement()
        .asString()
        .contains("campaign_id")
        .contains("maxLength 36: set it to 512");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThat(PinotTables.validate(METRICS, "{}", "{}", TOPIC)).hasSizeGreaterThan(10);
  }

  @Test
  void multipliesTheSegmentRowsByThePartitions() {
    JsonNode stream =
        TableJson.table(METRICS.withSegmentRows(1000), 4).at("/tableIndexConfig/streamConfigs");
    assertThat(stream.path("realtime.segment.flush.threshold.rows").asText()).isEqualTo("4000");
  }

  @Test
  void decodesBytesFromBase64_andStoresThemWithoutADictionary() {
    PinotTable table = METRICS.withBase64("sketch", "sketch_base64");
    JsonNode json = TableJson.table(table, PARTITIONS);
    assertThat(json.at("/ingestionConfig/transformConfigs").toString())
        .isEqualTo(
            "[{\"columnName\":\"sketch\",\"transformFunction\":\"fromBase64(sketch_base64)\"}]");
    assertThat(json.at("/tableIndexConfig/noDictionaryColumns").toString())
        .isEqualTo("[\"sketch\"]");
    assertThat(json.at("/fieldConfigList/0/properties/rawIndexWriterVersion").asText())
        .isEqualTo("4");
    assertThat(TableDifference.column(TableJson.schema(table), "sketch").path("dataType").asText())
        .isEqualTo("BYTES");
    assertThatThrownBy(() -> METRICS.withBase64("sketch", "sketch"))
        .hasMessage("field is sketch: use another name than that of the column.");
  }

  @Test
  void changesInPlaceOnlyWhatIsHarmless() {
    PinotTable other =
        METRICS
            .withSegmentRows(7)
            .withRetention(org.joda.time.Duration.standardDays(7))
            .withKafkaSetting("client.id", "x");
    assertThat(TableDifference.ofConfig(TableJson.table(other, TOPIC), table()))
        .hasSize(3)
        .allMatch(TableDifference::isMutable);
    assertThat(TableDifference.ofConfig(TableJson.table(METRICS.withReplicas(2), TOPIC), table()))
        .hasSize(2)
        .noneMatch(TableDifference::isMutable);
  }

  @Test
  void detectsAKafkaSettingThatIsNoLongerWanted() {
    ObjectNode there = TableJson.table(METRICS.withKafkaSetting("client.id", "x"), TOPIC);
    assertThat(TableDifference.ofConfig(table(), there))
        .containsExactly("/tableIndexConfig/streamConfigs/client.id");
  }

  @Test
  void neverShowsASecret() {
    PinotTable secret = METRICS.withKafkaSetting("sasl.jaas.config", PASSWORD);
    assertThat(secret.toString()).doesNotContain("alice");
    assertThat(PinotTables.validate(secret, "{}", "{}", TOPIC).toString()).doesNotContain("alice");
    assertThat(secret.kafka().censored("bad: " + PASSWORD + PinotTables.tableJson(secret, TOPIC)))
        .doesNotContain("alice");
  }

  @Test
  void rejectsSettingsThatTheTableSets() {
    for (String key :
        List.of("isolation.level", "stream.kafka.isolation.level", "bootstrap.servers")) {
      assertThatThrownBy(() -> METRICS.withKafkaSetting(key, "x")).hasMessageContaining(key);
    }
  }

  @Test
  void rejectsADuplicateColumn() {
    assertThatThrownBy(() -> METRICS.withDimension("revision", PinotTable.Type.LONG))
        .hasMessageContaining("revision");
    assertThatThrownBy(() -> METRICS.withMetric("region", PinotTable.Type.LONG))
        .hasMessageContaining("region");
  }

  @Test
  void rejectsInvalidJson() {
    assertThatThrownBy(() -> PinotTables.validate(METRICS, "{", "{}", TOPIC))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("The table configuration is not JSON");
  }

  private static List<String> problems(JsonNode table, JsonNode schema) {
    return PinotTables.validate(METRICS, table.toString(), schema.toString(), TOPIC);
  }

  private static Arguments unsafe(String what, Consumer<ObjectNode> damage, String advice) {
    return Arguments.of(what, damage, advice);
  }

  private static ObjectNode table() {
    return TableJson.table(METRICS, TOPIC);
  }

  private static ObjectNode schema() {
    return TableJson.schema(METRICS);
  }

  private static ObjectNode at(ObjectNode table, String name) {
    return (ObjectNode) table.path(name);
  }

  private static ObjectNode index(ObjectNode table) {
    return at(table, "tableIndexConfig");
  }

  private static ObjectNode stream(ObjectNode table) {
    return at(index(table), "streamConfigs");
  }

  private static ObjectNode custom(ObjectNode table) {
    return at(at(table, "metadata"), "customConfigs");
  }

  private static ObjectNode key(ObjectNode table) {
    return (ObjectNode) index(table).at("/segmentPartitionConfig/columnPartitionMap/record_uuid");
  }

  private static JsonNode golden(String name) throws IOException {
    try (InputStream in = PinotTablesTest.class.getResourceAsStream(name)) {
      return TableJson.MAPPER.readTree(in);
    }
  }
}
