package dev.tally.verify;

import java.util.Locale;

/** What rows of ad metrics count. */
public enum Measure {
  /** Ads shown. */
  IMPRESSIONS,
  /** Ads tapped. */
  CLICKS,
  /** Clicks that were found to be repeats. */
  REPEAT_CLICKS,
  /** The cost of the events. */
  SPEND_MICROS;

  private final String column = name().toLowerCase(Locale.ROOT);

  /** Its name in the header of a truth file, e.g. {@code spend_micros}. */
  public String column() {
    return column;
  }
}
