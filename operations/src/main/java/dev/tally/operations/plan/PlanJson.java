package dev.tally.operations.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Encodes a {@link CapacityPlan} as JSON, for example {@code
 * {"kafka":{"partitions":8,…},"traps":[{"id":"…","kind":"problem","text":"…"}]}}. The name of a
 * value ends with its unit.
 */
public final class PlanJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanJson() {}

  /** Returns the plan as an object of several lines. */
  public static String of(CapacityPlan plan) {
    ObjectNode root = JSON.createObjectNode();
    for (Section section : plan.sections()) {
      ObjectNode values = root.putObject(section.id());
      section.estimates().forEach(estimate -> put(estimate, values));
    }
    ArrayNode traps = root.putArray("traps");
    for (Trap trap : plan.traps()) {
      ObjectNode json = traps.addObject();
      json.put("id", trap.id());
      json.put("kind", trap.kind().name().toLowerCase(Locale.ROOT));
      json.put("text", trap.text());
    }
    return root.toPrettyString();
  }

  /** A value that is too large for a 64-bit integer becomes the largest one. */
  private static void put(Estimate estimate, ObjectNode values) {
    String name = estimate.id() + estimate.unit().suffix();
    if (estimate.unit() == Unit.CORES) {
      values.put(name, estimate.value());
    } else {
      values.put(name, Math.round(estimate.value()));
    }
  }
}
