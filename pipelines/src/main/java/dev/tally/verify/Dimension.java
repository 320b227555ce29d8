package dev.tally.verify;

import java.util.Locale;

/** What rows of ad metrics are grouped by. */
public enum Dimension {
  /** Where the events were first received. */
  REGION,
  /** The campaign of the ad. */
  CAMPAIGN_ID,
  /** The ad. */
  AD_ID,
  /** The store that is advertised. */
  STORE_ID,
  /** The start of the minute, epoch ms. */
  MINUTE_MS;

  private final String column = name().toLowerCase(Locale.ROOT);

  /** Its name in the header of a truth file, e.g. {@code minute_ms}. */
  public String column() {
    return column;
  }
}
