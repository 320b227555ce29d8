package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the differences between a table in Pinot and the wanted one, and decides which of them can
 * be changed in place.
 */
final class TableDifference {
  private static final String STREAM = "/tableIndexConfig/streamConfigs";
  private static final Set<String> MUTABLE =
      Set.of("/segmentsConfig/retentionTimeUnit", "/segmentsConfig/retentionTimeValue");

  private TableDifference() {}

  /**
   * Returns the names of the settings that differ, e.g. {@code /segmentsConfig/replication}; never
   * a value.
   */
  static Set<String> ofConfig(JsonNode wanted, JsonNode existing) {
    Set<String> differing = new TreeSet<>();
    compare("", wanted, existing, differing);
    // Elsewhere Pinot adds its own defaults, but an additional Kafka setting is a difference.
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
   * True if a running table applies the change from its next segment on, without any effect on what
   * it counts.
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

  /** Returns the columns that the existing schema lacks. */
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

  /** Returns the columns that only the existing schema has: an update would drop them. */
  static List<String> extraColumns(JsonNode wanted, JsonNode existing) {
    return missingColumns(/* wanted= */ existing, /* existing= */ wanted);
  }

  /** Returns the column of a schema with this name; a missing node if there is none. */
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
