package dev.tally.generate;

import java.util.Locale;

/** The fields of an ad event's JSON, in the order they are written. */
enum Field {
  EVENT_ID,
  EVENT_TYPE,
  EVENT_TIME,
  AD_ID,
  CAMPAIGN_ID,
  STORE_ID,
  USER_ID,
  REGION,
  COST_MICROS,
  /** One that no reader knows, now and then. */
  APP_VERSION;

  /** As in the JSON, e.g. {@code event_id}. */
  final String jsonName = name().toLowerCase(Locale.ROOT);
}
