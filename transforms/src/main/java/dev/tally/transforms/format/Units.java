package dev.tally.transforms.format;

import dev.tally.transforms.model.DeadLetter.Reason;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the unit of a field and returns the conversion of its values. */
final class Units {
  static final String UNIT = "unit";
  static final String SINCE = "since";
  private static final String MILLIS = "ms";
  private static final String MICROS = "micros";
  private static final String ISO = "iso8601";

  private final Settings settings;
  private final MappingProblems problems;

  Units(Settings settings, MappingProblems problems) {
    this.settings = settings;
    this.problems = problems;
  }

  Conversion conversion(TargetField field) {
    return switch (field.type()) {
      case TEXT -> withoutUnit(field, new Conversions.AsText());
      case EVENT_TYPE -> withoutUnit(field, new Conversions.AsEventType());
      case FLAG -> withoutUnit(field, new Conversions.AsFlag());
      case TIME -> new AnyTime(time(field));
      case AMOUNT -> amount(field);
      case LENGTH_OF_TIME -> lengthOfTime(field);
    };
  }

  private Conversion withoutUnit(TargetField field, Conversion conversion) {
    problems.require(
        !settings.has(UNIT), settings.line(UNIT), field.name() + " has no unit: remove it");
    requireNoSince(field);
    return conversion;
  }

  private Conversion time(TargetField field) {
    Map<String, Conversion> units = new LinkedHashMap<>();
    units.put(MILLIS, number("milliseconds", field, RoundingMode.FLOOR));
    units.put("s", number("seconds", field, RoundingMode.FLOOR).times(1_000));
    units.put("us", number("microseconds", field, RoundingMode.FLOOR).dividedBy(1_000));
    units.put("ns", number("nanoseconds", field, RoundingMode.FLOOR).dividedBy(1_000_000));
    units.put(ISO, new IsoTime());
    Conversion unit = unit(units, MILLIS);
    if (!settings.has(SINCE)) {
      return unit;
    }
    if (unit instanceof ScaledNumber number) {
      return number.plus(since());
    }
    problems.add(
        settings.line(SINCE), field.name() + ": since needs a number: remove it, or change unit");
    return unit;
  }

  private long since() {
    Values value = new Values(1);
    String text = settings.text(SINCE);
    if (text != null) {
      Misfit misfit = new IsoTime().text(text, value, 0);
      problems.require(
          misfit == null,
          settings.line(SINCE),
          "since: \"%s\" is not a time of ISO 8601: write e.g. 2026-01-05T00:00:00Z"
              .formatted(text));
    }
    return value.integer(0);
  }

  private Conversion amount(TargetField field) {
    requireNoSince(field);
    Map<String, Conversion> units = new LinkedHashMap<>();
    units.put(MICROS, number("a number of micros", field, RoundingMode.HALF_EVEN));
    units.put("cents", number("a number of cents", field, RoundingMode.HALF_EVEN).times(10_000));
    units.put("units", number("a number", field, RoundingMode.HALF_EVEN).times(1_000_000));
    units.put("cpm", number("a price per 1000", field, RoundingMode.HALF_EVEN).times(1_000));
    return unit(units, MICROS);
  }

  private Conversion lengthOfTime(TargetField field) {
    requireNoSince(field);
    Map<String, Conversion> units = new LinkedHashMap<>();
    units.put(MILLIS, number("milliseconds", field, RoundingMode.FLOOR));
    units.put("s", number("seconds", field, RoundingMode.FLOOR).times(1_000));
    units.put("m", number("minutes", field, RoundingMode.FLOOR).times(60_000));
    units.put("h", number("hours", field, RoundingMode.FLOOR).times(3_600_000));
    units.put("d", number("days", field, RoundingMode.FLOOR).times(86_400_000));
    return unit(units, MILLIS);
  }

  private void requireNoSince(TargetField field) {
    problems.require(
        !settings.has(SINCE),
        settings.line(SINCE),
        field.name() + " is not a time, so it has no since: remove it");
  }

  private static ScaledNumber number(String unit, TargetField field, RoundingMode rounding) {
    Reason reason = field.onOverflow();
    return ScaledNumber.unchanged(unit, rounding, reason);
  }

  private Conversion unit(Map<String, Conversion> units, String otherwise) {
    String unit = settings.choice(UNIT, otherwise, List.copyOf(units.keySet()));
    return units.getOrDefault(unit, new IsoTime());
  }
}
