package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a table in Pinot differs from the wanted one: what can be changed in place, and what
 * cannot.
 */
final class TableDifference {
  private static final String STREAM = "/tableIndexConfig/streamConfigs";
  private static final Set<String> MUTABLE =
      Set.of("/segmentsConfig/retentionTimeUnit", "/segmentsConfig/retentionTimeValue");

  private TableDifference() {}

  /** Names of settings, e.g. {@code /segmentsConfig/replication}; never a value. */
  static Set<String> ofConfig(JsonNode wanted, JsonNode existing) {
    Set<String> differing = new TreeSet<>();
    compare("", wanted, existing, differing);
    // Pinot adds defaults of its own elsewhere, but a Kafka setting that is not wanted is one.
    existing
        .at(STREAM)
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!wanted.at(STREAM).has(name)) {
                differing.add(STREAM + "/" + name);
              }
            });
    return differing;
  }

  /**
   * Whether a running table takes the change at its next segment, without touching what it counts.
   */
  static boolean isMutable(String setting) {
    if (!setting.startsWith(STREAM)) {
      return MUTABLE.contains(setting);
    }
    String name = setting.substring(STREAM.length() + 1);
    return name.startsWith("realtime.segment.flush.")
        || !(name.startsWith("stream.")
            || name.startsWith("realtime.")
            || name.equals("streamType"));
  }

  /** Columns that a schema has not yet. */
  static List<String> missingColumns(JsonNode wanted, JsonNode existing) {
    List<String> missing = new ArrayList<>();
    for (String kind : List.of("dimensionFieldSpecs", "metricFieldSpecs", "dateTimeFieldSpecs")) {
      for (JsonNode column : wanted.path(kind)) {
        String name = column.path("name").asText();
        if (column(existing, name).isMissingNode()) {
          missing.add(name);
        }
      }
    }
    return missing;
  }

  /** Columns that only the existing schema has: an update would drop them. */
  static List<String> extraColumns(JsonNode wanted, JsonNode existing) {
    return missingColumns(/* wanted= */ existing, /* existing= */ wanted);
  }

  /** A column of a schema by its name; a missing node if it has none. */
  static JsonNode column(JsonNode schema, String name) {
    for (String kind : List.of("dimensionFieldSpecs", "metricFieldSpecs", "dateTimeFieldSpecs")) {
      for (JsonNode column : schema.path(kind)) {
        if (column.path("name").asText().equals(name)) {
          return column;
        }
      }
    }
    return MissingNode.getInstance();
  }

  private static void compare(
      String path, JsonNode wanted, JsonNode existing, Set<String> differing) {
    if (!wanted.isObject()) {
      if (!wanted.asText().equals(existing.asText())) {
        differing.add(path);
      }
      return;
    }
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      if (!path.isEmpty() || !field.getKey().equals("tableName")) {
        compare(
            path + "/" + field.getKey(),
            field.getValue(),
            existing.path(field.getKey()),
            differing);
      }
    }
  }
}
