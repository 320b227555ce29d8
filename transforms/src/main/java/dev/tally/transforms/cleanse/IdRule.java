package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Checks ids and names: they must not be empty, must have at most {@link #MAX_LENGTH} characters
 * (UTF-16 code units), and must not contain control characters. An id that follows this rule fits
 * every store.
 *
 * <p>Control characters are U+0000 to U+001F and U+007F to U+009F (Unicode category Cc, which
 * includes NUL, TAB, LF, DEL and NEL), and also U+2028 and U+2029, which end a line as LF does.
 */
final class IdRule {
  /** The maximum length of an id, in UTF-16 code units; in UTF-8 at most 384 bytes. */
  static final int MAX_LENGTH = 128;

  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;

  private IdRule() {}

  /**
   * Returns why an id is rejected; null if it follows the rule.
   *
   * @param field the name of the id in wire records, for the detail of the dead letter
   */
  static <T> Verdict.@Nullable Refused<T> rejection(String field, String id) {
    if (id.isEmpty()) {
      return new Verdict.Refused<>(Reason.EMPTY_ID, field + ": expected a non-empty string");
    }
    if (id.length() > MAX_LENGTH) {
      return new Verdict.Refused<>(
          Reason.ID_TOO_LONG, field + ": expected at most " + MAX_LENGTH + " characters");
    }
    return hasControl(id)
        ? new Verdict.Refused<>(
            Reason.CONTROL_CHARACTER, field + ": expected no control characters")
        : null;
  }

  /** A loop, because a stream per id is measurable in the job's CPU time. */
  private static boolean hasControl(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (isControl(id.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isControl(int character) {
    return Character.isISOControl(character)
        || character == LINE_SEPARATOR
        || character == PARAGRAPH_SEPARATOR;
  }
}
