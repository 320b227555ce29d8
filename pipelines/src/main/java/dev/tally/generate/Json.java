package dev.tally.generate;

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
  Map<Field, String> fields(PlannedEvent event) {
    Map<Field, String> fields = new EnumMap<>(Field.class);
    fields.put(Field.EVENT_ID, quoted(eventId(event.number())));
    fields.put(Field.EVENT_TYPE, event.clicked() ? "\"click\"" : "\"impression\"");
    fields.put(Field.EVENT_TIME, Long.toString(event.eventTime()));
    fields.put(Field.AD_ID, quoted(catalog.ad(event.ad())));
    fields.put(Field.CAMPAIGN_ID, quoted(catalog.campaign(event.ad())));
    fields.put(Field.STORE_ID, quoted(catalog.store(event.ad())));
    fields.put(Field.USER_ID, quoted(catalog.user(event.user())));
    fields.put(Field.REGION, quoted(catalog.region(catalog.homeOf(event.user()))));
    if (event.costMicros() != 0) {
      fields.put(Field.COST_MICROS, Long.toString(event.costMicros()));
    }
    if (event.number() % 64 == 7) {
      fields.put(Field.APP_VERSION, "[7,{\"patch\":null}]");
    }
    return fields;
  }

  String text(PlannedEvent event) {
    return text(fields(event));
  }

  static String text(Map<Field, String> fields) {
    StringBuilder text = new StringBuilder(320);
    char before = '{';
    for (Map.Entry<Field, String> field : fields.entrySet()) {
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
