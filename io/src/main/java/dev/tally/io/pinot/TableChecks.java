package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds the settings of a table that make queries count wrongly, and explains how to fix them. */
final class TableChecks {
  private final PinotTable table;
  private final JsonNode config;
  private final JsonNode schema;
  private final TableTopic topic;
  private final List<String> problems = new ArrayList<>();

  private TableChecks(PinotTable table, JsonNode config, JsonNode schema, TableTopic topic) {
    this.table = table;
    this.config = config;
    this.schema = schema;
    this.topic = topic;
  }

  /**
   * Returns all problems; empty if the table is safe. The text contains only values of known
   * settings, and none of a Kafka client.
   */
  static List<String> problems(
      PinotTable table, JsonNode config, JsonNode schema, TableTopic topic) {
    TableChecks checks = new TableChecks(table, config, schema, topic);
    checks.table();
    checks.upsert();
    checks.stream();
    checks.topicId();
    checks.partitions();
    checks.schema();
    return List.copyOf(checks.problems);
  }

  private void table() {
    expect("/tableType", "REALTIME", "only a REALTIME table can upsert");
    expect(
        "/routing/instanceSelectorType",
        "strictReplicaGroup",
        "otherwise a query may mix servers that hold different revisions");
    expect("/segmentsConfig/timeColumnName", table.timeColumn(), "the table's time column");
    if (config.at("/tableIndexConfig/aggregateMetrics").asBoolean()) {
      problem(
          "tableIndexConfig.aggregateMetrics is true: remove it, because it sums up revisions.");
    }
  }

  private void upsert() {
    if (!config.at("/upsertConfig/mode").asText().equals("FULL")) {
      problem(
          "upsertConfig.mode is %s: set it to FULL, otherwise every revision of a record is counted."
              .formatted(shown(config.at("/upsertConfig/mode"))));
    }
    expect(
        "/upsertConfig/comparisonColumn",
        table.comparisonColumn(),
        "otherwise the latest arrival or another column decides");
    expect(
        "/upsertConfig/hashFunction",
        table.hashFunction().name(),
        "servers store their keys in this form; to change it, drop the table and apply it again");
  }

  private void stream() {
    expectStream("streamType", "kafka", "this table reads Kafka");
    expectStream(TableJson.TOPIC, table.topic(), "the topic whose keys are this table's keys");
    expectStream(
        TableJson.ISOLATION,
        "read_committed",
        "otherwise records of aborted transactions are counted");
    expectStream(TableJson.CONSUMER_TYPE, "lowlevel", "upsert needs one consumer per partition");
    expectStream(TableJson.OFFSET_RESET, "smallest", "otherwise earlier records are never read");
  }

  private void topicId() {
    JsonNode found = config.at("/metadata/customConfigs").path(TableJson.TOPIC_ID);
    String at = "metadata.customConfigs[" + TableJson.TOPIC_ID + "]";
    if (found.isMissingNode()) {
      problem(
          "%s is missing: set it to %s, the id of topic %s, so that a topic that is deleted and created again is detected."
              .formatted(at, topic.id(), table.topic()));
    } else if (!found.asText().equals(topic.id())) {
      problem(
          "%s is %s, but topic %s has the id %s: it was deleted and created again. Pinot would continue at its offsets in the old topic and skip records. Drop the table (DELETE /tables/%s?type=realtime&retention=0d) and apply it again, which loads the new topic from its beginning, or use a new topic and a new table."
              .formatted(at, found.asText(), table.topic(), topic.id(), table.name()));
    }
  }

  private void partitions() {
    int partitions = topic.partitions();
    JsonNode columns = config.at("/tableIndexConfig/segmentPartitionConfig/columnPartitionMap");
    JsonNode key = columns.path(table.primaryKey());
    String at = "tableIndexConfig.segmentPartitionConfig.columnPartitionMap." + table.primaryKey();
    if (key.isMissingNode()) {
      problem(
          "%s is missing: set functionName %s and numPartitions %d, so that uploaded segments find their partition."
              .formatted(at, TableJson.PARTITION_FUNCTION, partitions));
      return;
    }
    if (!key.path("functionName").asText().equalsIgnoreCase(TableJson.PARTITION_FUNCTION)) {
      problem(
          "%s.functionName is %s: set it to %s, the hash of Kafka's default partitioner."
              .formatted(at, shown(key.path("functionName")), TableJson.PARTITION_FUNCTION));
    }
    if (key.path("numPartitions").asInt() != partitions) {
      problem(
          "%s.numPartitions is %s, but topic %s has %d: make them equal. If partitions were added to the topic, its keys have moved and old rows are counted twice: write to a new topic and apply a new table over it."
              .formatted(at, shown(key.path("numPartitions")), table.topic(), partitions));
    }
  }

  private void schema() {
    List<String> keys =
        StreamSupport.stream(schema.path("primaryKeyColumns").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    if (!keys.equals(List.of(table.primaryKey()))) {
      problem(
          "primaryKeyColumns of the schema is %s: set it to [%s], which must be the Kafka key of topic %s."
              .formatted(keys, table.primaryKey(), table.topic()));
    }
    Stream.of("dimensionFieldSpecs", "metricFieldSpecs", "dateTimeFieldSpecs")
        .forEach(this::columns);
  }

  private void columns(String kind) {
    for (JsonNode wanted : TableJson.schema(table).path(kind)) {
      String name = wanted.path("name").asText();
      JsonNode there = TableDifference.column(schema, name);
      String type = wanted.path("dataType").asText();
      boolean needed = name.equals(table.primaryKey()) || name.equals(table.comparisonColumn());
      if (there.isMissingNode() && needed) {
        problem("Column %s of the schema is missing: add it as %s.".formatted(name, type));
      } else if (!there.isMissingNode() && !there.path("dataType").asText().equals(type)) {
        problem(
            "Column %s of the schema is %s, not %s: drop the table and apply it again to change a type."
                .formatted(name, shown(there.path("dataType")), type));
      } else if (there.path("maxLength").asInt(TableJson.TEXT_LENGTH)
          < wanted.path("maxLength").asInt()) {
        problem(
            "Column %s of the schema has maxLength %s: set it to %d, otherwise Pinot truncates text."
                .formatted(name, shown(there.path("maxLength")), TableJson.TEXT_LENGTH));
      }
    }
  }

  private void expectStream(String key, String wanted, String why) {
    JsonNode found = config.at("/tableIndexConfig/streamConfigs").path(key);
    compare("tableIndexConfig.streamConfigs[" + key + "]", found, wanted, why);
  }

  private void expect(String pointer, String wanted, String why) {
    compare(pointer.substring(1).replace('/', '.'), config.at(pointer), wanted, why);
  }

  private void compare(String name, JsonNode found, String wanted, String why) {
    if (!found.asText().equals(wanted)) {
      problem("%s is %s: set it to %s (%s).".formatted(name, shown(found), wanted, why));
    }
  }

  private void problem(String text) {
    problems.add(text);
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? "missing" : value.asText();
  }
}
