package dev.tally.truth.compare;

import java.util.Locale;

/** A number in a row of ad metrics. */
public enum Measure {
  /** Impressions. */
  IMPRESSIONS,
  /** Clicks, including repeat clicks. */
  CLICKS,
  /** Clicks that were recognized as repeats. */
  REPEAT_CLICKS,
  /** The cost of the events, in millionths of the currency unit. */
  SPEND_MICROS,
  /** Impressions that are invalid traffic. */
  INVALID_IMPRESSIONS,
  /** Clicks that are invalid traffic, including repeat clicks. */
  INVALID_CLICKS;

  private final String column = name().toLowerCase(Locale.ROOT);

  /** Returns the column's name in the header of a truth file, e.g. {@code spend_micros}. */
  public String column() {
    return column;
  }
}
