package dev.tally.transforms.model;

import org.jspecify.annotations.Nullable;

/** What happened to an ad. */
public enum EventType {
  /** An ad was shown. */
  IMPRESSION("impression", 0),
  /** An ad was tapped. */
  CLICK("click", 1);

  private final String wireName;
  private final int code;

  EventType(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  /** The name in wire records, for example {@code click}. */
  public String wireName() {
    return wireName;
  }

  /** The type with exactly this wire name, or null. */
  public static @Nullable EventType ofWireName(String wireName) {
    for (EventType type : values()) {
      if (type.wireName.equals(wireName)) {
        return type;
      }
    }
    return null;
  }

  /** The byte that stands for this type in coders, for ever. */
  public int code() {
    return code;
  }

  /** The type with this code, or null. */
  static @Nullable EventType ofCode(int code) {
    for (EventType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
