package dev.tally.transforms.model;

import org.jspecify.annotations.Nullable;

/** An {@code EventType} distinguishes impressions from clicks. */
public enum EventType {
  /** An ad was shown. */
  IMPRESSION("impression", 0),
  /** An ad was clicked. */
  CLICK("click", 1);

  private final String wireName;
  private final int code;

  EventType(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  /** Returns the name in wire records, for example {@code click}. */
  public String wireName() {
    return wireName;
  }

  /** Returns the type with exactly this wire name, or null if there is none. */
  public static @Nullable EventType ofWireName(String wireName) {
    for (EventType type : values()) {
      if (type.wireName.equals(wireName)) {
        return type;
      }
    }
    return null;
  }

  /** Returns the byte that encodes this type in coders. It never changes. */
  public int code() {
    return code;
  }

  /** Returns the type with this code, or null if there is none. */
  static @Nullable EventType ofCode(int code) {
    for (EventType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
