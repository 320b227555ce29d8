package dev.tally.transforms.format;

import dev.tally.transforms.format.Slots.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Converts times: one whose type in the schema of its input states the unit, or else a number or
 * text in the unit of the field.
 */
record AnyTime(Conversion inUnit) implements Conversion {
  private static final long MICROS = 1_000;
  private static final long NANOS = 1_000_000;

  @Override
  public @Nullable Misfit time(Kind unit, long time, Values out, int field) {
    out.setInteger(
        field,
        switch (unit) {
          case MICROS -> Math.floorDiv(time, MICROS);
          case NANOS -> Math.floorDiv(time, NANOS);
          default -> time;
        });
    return null;
  }

  @Override
  public @Nullable Misfit text(String text, Values out, int field) {
    return inUnit.text(text, out, field);
  }

  @Override
  public @Nullable Misfit integer(long integer, Values out, int field) {
    return inUnit.integer(integer, out, field);
  }

  @Override
  public @Nullable Misfit decimal(String number, Values out, int field) {
    return inUnit.decimal(number, out, field);
  }

  @Override
  public @Nullable Misfit flag(boolean flag, Values out, int field) {
    return inUnit.flag(flag, out, field);
  }

  @Override
  public String expected() {
    return inUnit.expected();
  }
}
