package dev.tally.transforms.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An {@code InvalidReason} is why an event is invalid traffic by itself, whatever other events
 * there are. The first reason that applies, in the order of the constants, is that of the event.
 */
public enum InvalidReason {
  /** The user agent is in the list of bots. */
  BOT(1),
  /** The IP address is in the list of data centers. */
  DATA_CENTER(2),
  /** The user id is a placeholder. */
  PLACEHOLDER_USER(3);

  private final int code;
  private final String wireName;

  InvalidReason(int code) {
    this.code = code;
    this.wireName = name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name in wire records, for example {@code data_center}. */
  public String wireName() {
    return wireName;
  }

  /** Returns the name of the counter of these events, for example {@code invalid_data_center}. */
  public String counterName() {
    return "invalid_" + wireName;
  }

  /** Returns the number from 1 to 15 that encodes this reason in coders. It never changes. */
  int code() {
    return code;
  }

  /** Returns the reason with this code, or null if there is none. */
  static @Nullable InvalidReason ofCode(int code) {
    for (InvalidReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    return null;
  }
}
