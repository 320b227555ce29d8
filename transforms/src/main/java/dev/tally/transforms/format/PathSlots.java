package dev.tally.transforms.format;

import dev.tally.transforms.format.FieldPath.Scope;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers the paths of a mapping; each path has one slot. */
final class PathSlots {
  private final Map<FieldPath, Integer> slots = new LinkedHashMap<>();

  /** Returns the slot of a path, which is added if it does not exist. */
  int of(FieldPath path) {
    Integer slot = slots.putIfAbsent(path, slots.size());
    return slot == null ? slots.size() - 1 : slot;
  }

  /** Returns the slot of a path, or {@link Shape#NONE}. */
  int existing(FieldPath path) {
    return slots.getOrDefault(path, Shape.NONE);
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
