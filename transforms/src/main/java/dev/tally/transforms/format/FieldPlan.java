package dev.tally.transforms.format;

import dev.tally.transforms.format.Slots.Kind;
import dev.tally.transforms.format.TargetField.Presence;
import dev.tally.transforms.model.DeadLetter.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How the value of one field is made.
 *
 * @param index the index of the field in the record
 * @param field the field; its name and the place in the file are part of each rejection
 * @param table replaces values; null if there is nothing to replace
 * @param fallback the value of a record that has none: a constant or a default; null if none
 */
record FieldPlan(
    int index,
    Named field,
    FieldSource source,
    @Nullable ValueTable table,
    @Nullable String fallback,
    Conversion conversion) {

  /**
   * A field.
   *
   * @param place the place of its plan in the mapping's file, for example {@code segment.yaml:17}
   * @param presence whether a record needs a value
   */
  record Named(String name, String place, Presence presence) {
    boolean required() {
      return presence == Presence.REQUIRED;
    }
  }

  /**
   * Sets the value of the field.
   *
   * @return why the record is rejected or skipped; null if the value is set
   */
  @Nullable Rejection evaluate(Slots slots, Values out) {
    if (source.isJoined()) {
      String joined = source.joined(slots);
      return joined == null ? absent(out) : text(joined, out);
    }
    int slot = source.find(slots, isEmptyAbsent());
    return slot == Shape.NONE ? absent(out) : value(slots, slot, out);
  }

  /** An empty text is a value only of a text that has no alternative; cleansing then rejects it. */
  private boolean isEmptyAbsent() {
    return fallback != null
        || !field.required()
        || source.slots().length() > 1
        || !(conversion instanceof Conversions.AsText);
  }

  private @Nullable Rejection absent(Values out) {
    if (fallback != null) {
      return converted(conversion.text(fallback, out, index), out);
    }
    return field.required()
        ? rejection(new Misfit(Reason.MISSING_FIELD, "a value at " + source.described()))
        : null;
  }

  private @Nullable Rejection value(Slots slots, int slot, Values out) {
    Kind kind = slots.kind(slot);
    if (kind == Kind.NESTED || kind == null) {
      return converted(new Misfit(Reason.WRONG_TYPE, conversion.expected()), out);
    }
    if (table != null) {
      return text(slots.asText(slot), out);
    }
    return converted(
        switch (kind) {
          case INTEGER -> conversion.integer(slots.integer(slot), out, index);
          case DECIMAL -> conversion.decimal(slots.rawText(slot), out, index);
          case MILLIS, MICROS, NANOS -> conversion.time(kind, slots.integer(slot), out, index);
          case FLAG -> conversion.flag(slots.integer(slot) == 1, out, index);
          default -> conversion.text(slots.rawText(slot), out, index);
        },
        out);
  }

  private @Nullable Rejection text(String text, Values out) {
    String replaced = table == null ? text : table.entries().get(text);
    if (replaced != null) {
      return converted(conversion.text(replaced, out, index), out);
    }
    return switch (table == null ? ValueTable.Otherwise.KEEP : table.otherwise()) {
      case KEEP -> converted(conversion.text(text, out, index), out);
      case SKIP -> Rejection.SKIP;
      case REJECT ->
          rejection(new Misfit(Reason.UNMAPPED_VALUE, "one of the values under \"map\""));
    };
  }

  /** Returns the rejection of a value that cannot be converted; null if there is none. */
  private @Nullable Rejection converted(@Nullable Misfit misfit, Values out) {
    if (misfit != null && field.presence() == Presence.IF_VALID) {
      out.setText(index, "");
      return null;
    }
    return rejection(misfit);
  }

  private @Nullable Rejection rejection(@Nullable Misfit misfit) {
    return misfit == null
        ? null
        : new Rejection(
            misfit.reason(),
            "%s: expected %s (%s)".formatted(field.name, misfit.expected(), field.place));
  }
}
