package dev.tally.truth.generate;

import java.util.EnumMap;
import java.util.Map;

/** Encodes planned events as JSON, in ASCII only. */
final class Json {
  private final Catalog catalog;
  private final long idSeed;

  Json(Plan plan, Catalog catalog) {
    this.catalog = catalog;
    idSeed = Chance.mix(plan.seed());
  }

  /**
   * Returns the fields, each value as JSON text, so that {@link BrokenLines} can replace a value
   * before encoding.
   */
  Map<EventField, String> fields(PlannedEvent event) {
    Map<EventField, String> fields = new EnumMap<>(EventField.class);
    fields.put(EventField.EVENT_ID, quoted(eventId(event.number())));
    fields.put(EventField.EVENT_TYPE, event.clicked() ? "\"click\"" : "\"impression\"");
    fields.put(EventField.EVENT_TIME, Long.toString(event.eventTime()));
    fields.put(EventField.AD_ID, quoted(catalog.ad(event.ad())));
    fields.put(EventField.CAMPAIGN_ID, quoted(catalog.campaign(event.ad())));
    fields.put(EventField.STORE_ID, quoted(catalog.store(event.ad())));
    fields.put(EventField.USER_ID, quoted(catalog.user(event.user())));
    fields.put(EventField.REGION, quoted(catalog.region(catalog.homeOf(event.user()))));
    if (event.costMicros() != 0) {
      fields.put(EventField.COST_MICROS, Long.toString(event.costMicros()));
    }
    if (event.number() % 64 == 7) {
      fields.put(EventField.APP_VERSION, "[7,{\"patch\":null}]");
    }
    return fields;
  }

  String text(PlannedEvent event) {
    return text(fields(event));
  }

  static String text(Map<EventField, String> fields) {
    StringBuilder text = new StringBuilder(320);
    char before = '{';
    for (Map.Entry<EventField, String> field : fields.entrySet()) {
      text.append(before).append('"').append(field.getKey().jsonName).append("\":");
      text.append(field.getValue());
      before = ',';
    }
    return text.append('}').toString();
  }

  static String quoted(String ascii) {
    return '"' + ascii + '"';
  }

  /** Returns the id of the event with this number. */
  String eventId(long number) {
    String hex = Long.toHexString(Chance.mix(idSeed + number));
    return "0".repeat(16 - hex.length()) + hex;
  }
}
