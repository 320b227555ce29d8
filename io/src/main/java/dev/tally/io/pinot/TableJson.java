package dev.tally.io.pinot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Creates the schema and the table configuration of a {@link PinotTable}, in the JSON format of
 * Pinot's controller.
 */
final class TableJson {
  static final ObjectMapper MAPPER = new ObjectMapper();
  static final String TOPIC = "stream.kafka.topic.name";
  static final String ISOLATION = "stream.kafka.isolation.level";
  static final String CONSUMER_TYPE = "stream.kafka.consumer.type";
  static final String OFFSET_RESET = "stream.kafka.consumer.prop.auto.offset.reset";
  static final String DECODER = "stream.kafka.decoder.class.name";

  private static final String CUSTOM = "/metadata/customConfigs";

  /** The custom setting of a table that stores Kafka's id of its topic. */
  static final String TOPIC_ID = "tally.kafka.topic.id";

  /**
   * The custom setting of a table whose schema has new columns while its segments are not reloaded
   * yet.
   */
  private static final String RELOAD_PENDING = "tally.reload.pending";

  /**
   * The maximum length of text columns in UTF-16 code units, which is Pinot's own default. Pinot
   * silently truncates longer text, and text after a NUL.
   */
  static final int TEXT_LENGTH = 512;

  /** Pinot's name for the hash function of Kafka's default partitioner. */
  static final String PARTITION_FUNCTION = "Murmur";

  private static final String MILLIS = "1:MILLISECONDS:EPOCH";

  private TableJson() {}

  static ObjectNode schema(PinotTable table) {
    ObjectNode schema = MAPPER.createObjectNode().put("schemaName", table.name());
    schema.putArray("primaryKeyColumns").add(table.primaryKey());
    ArrayNode dimensions = schema.putArray("dimensionFieldSpecs");
    column(dimensions, table.primaryKey(), PinotTable.Type.STRING);
    new TreeMap<>(table.dimensions()).forEach((name, type) -> column(dimensions, name, type));
    ArrayNode metrics = schema.putArray("metricFieldSpecs");
    column(metrics, table.comparisonColumn(), PinotTable.Type.LONG);
    new TreeMap<>(table.metrics()).forEach((name, type) -> column(metrics, name, type));
    column(schema.putArray("dateTimeFieldSpecs"), table.timeColumn(), PinotTable.Type.LONG)
        .put("format", MILLIS)
        .put("granularity", "1:MILLISECONDS");
    return schema;
  }

  private static ObjectNode column(ArrayNode columns, String name, PinotTable.Type type) {
    ObjectNode column = columns.addObject().put("name", name).put("dataType", type.name());
    return type == PinotTable.Type.STRING ? column.put("maxLength", TEXT_LENGTH) : column;
  }

  /** Returns the configuration of a table over a topic, including the id of the topic. */
  static ObjectNode table(PinotTable table, TableTopic topic) {
    ObjectNode json = table(table, topic.partitions());
    json.putObject("metadata").putObject("customConfigs").put(TOPIC_ID, topic.id());
    return json;
  }

  /** Returns a copy of a configuration which records that the segments must be reloaded. */
  static ObjectNode reloadPending(ObjectNode table) {
    ObjectNode copy = table.deepCopy();
    copy.withObject(CUSTOM).put(RELOAD_PENDING, String.valueOf(true));
    return copy;
  }

  /** Returns true if {@link #reloadPending} has created the configuration. */
  static boolean isReloadPending(JsonNode table) {
    return table.at(CUSTOM).path(RELOAD_PENDING).asBoolean();
  }

  /** Returns the configuration of a table without the id of its topic. */
  static ObjectNode table(PinotTable table, int partitions) {
    ObjectNode json =
        MAPPER.createObjectNode().put("tableName", table.name()).put("tableType", "REALTIME");
    json.putObject("segmentsConfig")
        .put("schemaName", table.name())
        .put("timeColumnName", table.timeColumn())
        .put("replication", String.valueOf(table.replicas()))
        .put("replicasPerPartition", String.valueOf(table.replicas()))
        .put("retentionTimeUnit", "DAYS")
        .put("retentionTimeValue", String.valueOf(table.retention().getStandardDays()));
    json.putObject("tenants");
    ObjectNode index = json.putObject("tableIndexConfig");
    index.put("loadMode", "MMAP").put("nullHandlingEnabled", true);
    index
        .putObject("segmentPartitionConfig")
        .putObject("columnPartitionMap")
        .putObject(table.primaryKey())
        .put("functionName", PARTITION_FUNCTION)
        .put("numPartitions", partitions);
    addBase64(table, json, index);
    ObjectNode stream = index.putObject("streamConfigs");
    streamConfigs(table, partitions).forEach(stream::put);
    json.putObject("routing").put("instanceSelectorType", "strictReplicaGroup");
    json.putObject("upsertConfig")
        .put("mode", "FULL")
        .put("comparisonColumn", table.comparisonColumn())
        .put("hashFunction", table.hashFunction().name());
    json.putObject("metadata");
    return json;
  }

  /** Adds the columns that are decoded from base64. */
  private static void addBase64(PinotTable table, ObjectNode json, ObjectNode index) {
    if (table.base64().isEmpty()) {
      return;
    }
    ArrayNode raw = index.putArray("noDictionaryColumns");
    ArrayNode fields = json.putArray("fieldConfigList");
    ArrayNode transforms = json.putObject("ingestionConfig").putArray("transformConfigs");
    new TreeMap<>(table.base64())
        .forEach(
            (column, field) -> {
              raw.add(column);
              transforms
                  .addObject()
                  .put("columnName", column)
                  .put("transformFunction", "fromBase64(" + field + ")");
              // Version 4 sizes its chunks by their bytes. Version 2 has a buffer for 1,000 of the
              // longest values.
              fields
                  .addObject()
                  .put("name", column)
                  .put("encodingType", "RAW")
                  .putObject("properties")
                  .put("rawIndexWriterVersion", "4");
            });
  }

  private static Map<String, String> streamConfigs(PinotTable table, int partitions) {
    Map<String, String> stream = new TreeMap<>(table.kafka().pinot());
    stream.put("streamType", "kafka");
    stream.put(CONSUMER_TYPE, "lowlevel");
    stream.put(TOPIC, table.topic());
    stream.put("stream.kafka.broker.list", table.bootstrapServers());
    stream.put(
        "stream.kafka.consumer.factory.class.name",
        "org.apache.pinot.plugin.stream.kafka20.KafkaConsumerFactory");
    stream.put(DECODER, "org.apache.pinot.plugin.stream.kafka.KafkaJSONMessageDecoder");
    stream.put(ISOLATION, "read_committed");
    stream.put(OFFSET_RESET, "smallest");
    // Pinot divides this number by the number of the table's partitions on a server.
    stream.put(
        "realtime.segment.flush.threshold.rows",
        String.valueOf(Math.min(Integer.MAX_VALUE, (long) table.segmentRows() * partitions)));
    stream.put(
        "realtime.segment.flush.threshold.time", table.segmentTime().getStandardMinutes() + "m");
    return stream;
  }

  /** Parses JSON that was written elsewhere. */
  static JsonNode read(String json, String what) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new PinotException(what + " is not JSON: " + e.getOriginalMessage());
    }
  }

  static String write(JsonNode json) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can always be written.", e);
    }
  }
}
