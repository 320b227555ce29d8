package dev.tally.transforms.format;

import com.google.common.primitives.ImmutableIntArray;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a field comes from: the first of several paths that has a value, or several
 * values joined to one text. Without paths, the field has no value of its own.
 *
 * @param separator the text between joined values; null if the values are not joined
 * @param described the paths, for use in a message
 */
record FieldSource(ImmutableIntArray slots, @Nullable String separator, String described) {
  static FieldSource none() {
    return new FieldSource(ImmutableIntArray.of(), null, "");
  }

  boolean isJoined() {
    return separator != null;
  }

  /**
   * Returns the slot of the first path with a value, or {@link Shape#NONE}.
   *
   * @param emptyIsAbsent whether an empty text is no value
   */
  int find(Slots values, boolean emptyIsAbsent) {
    for (int i = 0; i < slots.length(); i++) {
      int slot = slots.get(i);
      if (values.isPresent(slot) && !(emptyIsAbsent && values.isEmptyText(slot))) {
        return slot;
      }
    }
    return Shape.NONE;
  }

  /** Returns the joined text; null if one of the values is absent, empty or nested. */
  @Nullable String joined(Slots values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < slots.length(); i++) {
      String part = values.asText(slots.get(i));
      if (part.isEmpty()) {
        return null;
      }
      text.append(text.isEmpty() ? "" : separator).append(part);
    }
    return text.toString();
  }
}
