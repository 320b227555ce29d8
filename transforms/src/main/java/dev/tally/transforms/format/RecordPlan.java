package dev.tally.transforms.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one record is made of an input, and the conditions under which it is. */
record RecordPlan(List<Condition> conditions, List<FieldPlan> fields) {
  boolean applies(Slots slots) {
    for (Condition condition : conditions) {
      if (!condition.holds(slots)) {
        return false;
      }
    }
    return true;
  }

  /** Sets the values of the fields, or returns why the record is rejected or skipped. */
  @Nullable Rejection evaluate(Slots slots, Values out) {
    for (FieldPlan field : fields) {
      Rejection rejection = field.evaluate(slots, out);
      if (rejection != null) {
        return rejection;
      }
    }
    return null;
  }
}
