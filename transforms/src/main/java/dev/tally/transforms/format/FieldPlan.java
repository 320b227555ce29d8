package dev.tally.transforms.format;

import dev.tally.transforms.format.Slots.Kind;
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
   * @param required whether a record needs a value
   */
  record Named(String name, String place, boolean required) {}

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
        || !field.required
        || source.slots().length() > 1
        || !(conversion instanceof Conversions.AsText);
  }

  private @Nullable Rejection absent(Values out) {
    if (fallback != null) {
      return rejection(conversion.text(fallback, out, index));
    }
    return field.required
        ? rejection(new Misfit(Reason.MISSING_FIELD, "a value at " + source.described()))
        : null;
  }

  private @Nullable Rejection value(Slots slots, int slot, Values out) {
    Kind kind = slots.kind(slot);
    if (kind == Kind.NESTED || kind == null) {
      return rejection(new Misfit(Reason.WRONG_TYPE, conversion.expected()));
    }
    if (table != null) {
      return text(slots.asText(slot), out);
    }
    return rejection(
        switch (kind) {
          case INTEGER -> conversion.integer(slots.integer(slot), out, index);
          case DECIMAL -> conversion.decimal(slots.rawText(slot), out, index);
          case MILLIS, MICROS, NANOS -> conversion.time(kind, slots.integer(slot), out, index);
          case FLAG -> conversion.flag(slots.integer(slot) == 1, out, index);
          default -> conversion.text(slots.rawText(slot), out, index);
        });
  }

  private @Nullable Rejection text(String text, Values out) {
    String replaced = table == null ? text : table.entries().get(text);
    if (replaced != null) {
      return rejection(conversion.text(replaced, out, index));
    }
    return switch (table == null ? ValueTable.Otherwise.KEEP : table.otherwise()) {
      case KEEP -> rejection(conversion.text(text, out, index));
      case SKIP -> Rejection.SKIP;
      case REJECT ->
          rejection(new Misfit(Reason.UNMAPPED_VALUE, "one of the values under \"map\""));
    };
  }

  private @Nullable Rejection rejection(@Nullable Misfit misfit) {
    return misfit == null
        ? null
        : new Rejection(
            misfit.reason(),
            "%s: expected %s (%s)".formatted(field.name, misfit.expected(), field.place));
  }
}
