package dev.tally.truth.generate;

import java.util.Locale;

/** The fields of an ad event's JSON, in the order they are written. */
enum EventField {
  EVENT_ID,
  EVENT_TYPE,
  EVENT_TIME,
  AD_ID,
  CAMPAIGN_ID,
  STORE_ID,
  USER_ID,
  REGION,
  COST_MICROS,
  /** A field that readers do not know; only some events have it. */
  APP_VERSION;

  /** The field's name in the JSON, e.g. {@code event_id}. */
  final String jsonName = name().toLowerCase(Locale.ROOT);
}
