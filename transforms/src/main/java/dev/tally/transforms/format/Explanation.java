package dev.tally.transforms.format;

import java.util.Locale;

/**
 * What a mapping makes of an input or a piece of one.
 *
 * @param text the fields of the record, or why there is none
 */
public record Explanation(Result result, String text) {
  /** What an input becomes. */
  public enum Result {
    ACCEPTED,
    REJECTED,
    SKIPPED
  }

  /**
   * Returns a line such as {@code accepted event_id=e-1 …} or {@code rejected MISSING_FIELD: …}.
   */
  @Override
  public String toString() {
    String name = result.name().toLowerCase(Locale.ROOT);
    return text.isEmpty() ? name : name + " " + text;
  }
}
