package dev.tally.transforms.model;

import java.util.Locale;

/** Whether a campaign may still spend on a day. */
public enum SpendStatus {
  /** The spend and its bound are within the budget, or the campaign has no budget. */
  ACTIVE,
  /** The spend and its bound have reached the budget. */
  EXHAUSTED;

  /** Returns the name in the wire format, for example {@code exhausted}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
