package dev.tally.transforms.format;

import dev.tally.transforms.format.FieldPath.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers the paths of a mapping; each path has one slot. */
final class PathSlots {
  private final Map<FieldPath, Integer> slots = new LinkedHashMap<>();

  /** The line of the first occurrence of each path, by slot. */
  private final List<Integer> lines = new ArrayList<>();

  /**
   * Returns the slot of a path, which is added if it does not exist.
   *
   * @param line the line of the path in the mapping's file
   */
  int of(FieldPath path, int line) {
    Integer slot = slots.putIfAbsent(path, slots.size());
    if (slot == null) {
      lines.add(line);
    }
    return slot == null ? slots.size() - 1 : slot;
  }

  /** Returns the slot of a path, or {@link Shape#NONE}. */
  int existing(FieldPath path) {
    return slots.getOrDefault(path, Shape.NONE);
  }

  /** Reports the paths that are in no schema of the input. */
  void requireIn(ReachedSlots reached, MappingProblems problems) {
    slots.forEach(
        (path, slot) ->
            problems.require(
                reached.contains(slot) || path.scope() == Scope.INDEX,
                lines.get(slot),
                "\"%s\" is not in the schema".formatted(path.text())));
  }

  int count() {
    return slots.size();
  }

  /** Adds the paths of a scope to a shape. */
  void addTo(Shape shape, Scope scope) {
    slots.forEach(
        (path, slot) -> {
          if (path.scope() == scope) {
            shape.at(path.steps()).slot(slot);
          }
        });
  }
}
