package dev.tally.truth.compare;

import java.util.Locale;

/** A column by which ad metrics are grouped. */
public enum Dimension {
  /** The region that first received the events. */
  REGION,
  /** The campaign of the ad. */
  CAMPAIGN_ID,
  /** The ad. */
  AD_ID,
  /** The advertised store. */
  STORE_ID,
  /** The start of the minute, epoch ms. */
  MINUTE_MS;

  private final String column = name().toLowerCase(Locale.ROOT);

  /** Returns the column's name in the header of a truth file, e.g. {@code minute_ms}. */
  public String column() {
    return column;
  }
}
