package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The rule that every id and name in a record follows: not empty, at most {@link #MAX_LENGTH}
 * characters (UTF-16 code units), no control characters. An id that follows it fits every store.
 *
 * <p>Control characters are U+0000 to U+001F and U+007F to U+009F (Unicode's category Cc, which
 * includes NUL, TAB, LF, DEL and NEL), and U+2028 and U+2029, which end a line as LF does.
 */
final class IdRule {
  /** The longest id, in UTF-16 code units; at most 384 bytes of UTF-8. */
  static final int MAX_LENGTH = 128;

  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;

  private IdRule() {}

  /**
   * Why an id is rejected; null if it follows the rule.
   *
   * @param field its name on the wire, for the detail of the dead letter
   */
  static <T> Verdict.@Nullable Refused<T> rejection(String field, String id) {
    if (id.isEmpty()) {
      return new Verdict.Refused<>(Reason.EMPTY_ID, field + ": expected a text that is not empty");
    }
    if (id.length() > MAX_LENGTH) {
      return new Verdict.Refused<>(
          Reason.ID_TOO_LONG, field + ": expected at most " + MAX_LENGTH + " characters");
    }
    return id.chars().anyMatch(IdRule::isControl)
        ? new Verdict.Refused<>(
            Reason.CONTROL_CHARACTER, field + ": expected no control characters")
        : null;
  }

  private static boolean isControl(int character) {
    return Character.isISOControl(character)
        || character == LINE_SEPARATOR
        || character == PARAGRAPH_SEPARATOR;
  }
}
