package dev.tally.io.pinot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides whether an existing table can be changed in place. */
final class TableChanges {
  private TableChanges() {}

  /**
   * Returns why the existing table cannot safely be changed to the given one in place; empty if it
   * can, or if there is no table and no schema.
   *
   * @param config the table configuration to be applied
   */
  static List<String> problems(
      PinotTable table,
      TableTopic topic,
      Optional<JsonNode> existing,
      Optional<JsonNode> existingSchema,
      JsonNode config) {
    List<String> problems = new ArrayList<>();
    existing.ifPresent(
        there -> {
          JsonNode schema = existingSchema.orElseGet(MissingNode::getInstance);
          problems.addAll(TableChecks.problems(table, there, schema, topic));
          Set<String> differing = TableDifference.ofConfig(config, there);
          differing.stream()
              .filter(setting -> !TableDifference.isMutable(setting))
              .filter(setting -> problems.stream().noneMatch(p -> p.contains(shortName(setting))))
              .map(
                  s ->
                      s
                          + " differs and cannot be changed in place: drop the table and apply it again.")
              .forEach(problems::add);
        });
    existingSchema.ifPresent(
        there -> {
          for (String column : TableDifference.extraColumns(TableJson.schema(table), there)) {
            problems.add(
                "Column %s exists only in Pinot's schema: add it to the table, or drop the table and apply it again."
                    .formatted(column));
          }
        });
    return problems;
  }

  private static String shortName(String setting) {
    return setting.substring(setting.lastIndexOf('/') + 1);
  }
}
