package dev.tally.truth.generate;

import java.util.List;
import java.util.Map;

/**
 * Generates lines that must be rejected. Each line has exactly one {@link Defect}, and the defects
 * rotate.
 *
 * <p>Output: the value as Latin-1 text, one character per byte, because a value may be invalid
 * UTF-8.
 */
final class BrokenLines {
  private static final List<Defect> DEFECTS = List.of(Defect.values());
  private static final EventField[] REQUIRED_FIELDS = {
    EventField.EVENT_ID,
    EventField.EVENT_TYPE,
    EventField.EVENT_TIME,
    EventField.AD_ID,
    EventField.CAMPAIGN_ID,
    EventField.STORE_ID,
    EventField.USER_ID
  };
  private static final EventField[] IDS = {
    EventField.EVENT_ID,
    EventField.AD_ID,
    EventField.CAMPAIGN_ID,
    EventField.STORE_ID,
    EventField.USER_ID
  };

  /** An invalid byte, a truncated character, and an encoded surrogate. */
  private static final String[] NOT_UTF8 = {"\u00ff", "\u00c3", "\u00ed\u00a0\u0080"};

  private static final String[] PLACEHOLDERS = {
    "undefined", "NULL", "(not set)", "00000000-0000-0000-0000-000000000000"
  };

  private static final long MAX_COST = 1_000_000_000_000L;
  private static final long DAY_MS = 86_400_000;
  private static final int LEVELS = 5_000;

  private final Plan plan;
  private final Json json;
  private final PlannedEvents events;
  private final Chance chance;
  private long count;

  BrokenLines(Plan plan, Json json) {
    this.plan = plan;
    this.json = json;
    chance = Chance.of(plan.seed(), "broken lines");
    events = new PlannedEvents(plan, chance);
  }

  /** Returns the defect of the next line. */
  Defect nextDefect() {
    return DEFECTS.get((int) (count % DEFECTS.size()));
  }

  /**
   * Returns the value of the next line. It is derived from an event whose id no other event has.
   */
  String next(long brokerTime) {
    Defect defect = nextDefect();
    PlannedEvent event = events.next(plan.events() + count++, brokerTime);
    return withDefect(defect, json.fields(event), brokerTime);
  }

  private String withDefect(Defect defect, Map<EventField, String> fields, long brokerTime) {
    switch (defect) {
      case CUT_SHORT -> {
        String whole = Json.text(fields);
        return whole.substring(0, 1 + chance.below(whole.length() - 1));
      }
      case PLAIN_TEXT -> {
        return "upstream connect error, reset reason: overflow";
      }
      case NULL_LITERAL -> {
        return "null";
      }
      case NESTED_BOMB -> {
        return "{\"extra\":" + "[".repeat(LEVELS + chance.below(LEVELS));
      }
      case INVALID_UTF8 ->
          fields.put(EventField.USER_ID, Json.quoted("user-" + NOT_UTF8[chance.below(3)]));
      case NO_FIELD -> fields.remove(REQUIRED_FIELDS[chance.below(REQUIRED_FIELDS.length)]);
      case NULL_FIELD -> fields.put(REQUIRED_FIELDS[chance.below(REQUIRED_FIELDS.length)], "null");
      case TEXT_FOR_A_NUMBER ->
          fields.put(
              chance.onceIn(2) ? EventField.EVENT_TIME : EventField.COST_MICROS, "\"yesterday\"");
      case NUMBER_FOR_A_TEXT -> fields.put(IDS[chance.below(IDS.length)], "17");
      case UNKNOWN_EVENT_TYPE -> fields.put(EventField.EVENT_TYPE, "\"hover\"");
      case EMPTY_ID -> fields.put(IDS[chance.below(IDS.length)], "\"\"");
      case LONG_ID ->
          fields.put(
              IDS[chance.below(IDS.length)], Json.quoted("e".repeat(129 + chance.below(400))));
      case NEGATIVE_TIME ->
          fields.put(EventField.EVENT_TIME, Long.toString(-1 - chance.below(DAY_MS)));
      case ENDLESS_TIME ->
          fields.put(EventField.EVENT_TIME, Long.toString((1L << 53) + chance.below(DAY_MS)));
      case NEGATIVE_COST ->
          fields.put(EventField.COST_MICROS, Long.toString(-1 - chance.below(DAY_MS)));
      case TOO_OLD ->
          fields.put(
              EventField.EVENT_TIME,
              Long.toString(brokerTime - beyond(plan.maxEventAge().toMillis())));
      case FAR_FUTURE ->
          fields.put(
              EventField.EVENT_TIME,
              Long.toString(brokerTime + beyond(plan.maxClockSkew().toMillis())));
      case CONTROL_CHARACTER -> fields.put(IDS[chance.below(IDS.length)], "\"a\\u0000b\"");
      case PLACEHOLDER_ID ->
          fields.put(
              EventField.EVENT_ID, Json.quoted(PLACEHOLDERS[chance.below(PLACEHOLDERS.length)]));
      case REGION_OF_ALL -> fields.put(EventField.REGION, "\"*\"");
      case HUGE_COST ->
          fields.put(EventField.COST_MICROS, Long.toString(MAX_COST + 1 + chance.below(DAY_MS)));
    }
    return Json.text(fields);
  }

  /**
   * Returns a value above the bound: in half of the cases by one millisecond, otherwise by up to a
   * day.
   */
  private long beyond(long bound) {
    return bound + 1 + (chance.onceIn(2) ? 0 : chance.below(DAY_MS));
  }
}
