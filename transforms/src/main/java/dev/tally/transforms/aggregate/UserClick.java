package dev.tally.transforms.aggregate;

import dev.tally.transforms.model.AdEvent;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code UserClick} is a click of a user, or the notice that a click has become a repeat. The
 * notice may precede its click.
 *
 * @param row the row in which the click is counted
 * @param brokerTime the broker time of the event because of which this is known
 */
record UserClick(Kind kind, MinuteKey row, Instant brokerTime) {
  /** What is known, and whether the click is invalid by itself. */
  enum Kind {
    CLICK(0),
    INVALID_CLICK(1),
    REPEAT(2),
    INVALID_REPEAT(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** Returns the byte that encodes this kind. It never changes. */
    int code() {
      return code;
    }

    static @Nullable Kind ofCode(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return null;
    }
  }

  static UserClick of(AdEvent click) {
    return new UserClick(
        click.isInvalid() ? Kind.INVALID_CLICK : Kind.CLICK,
        MinuteKey.of(click),
        click.getBrokerTime());
  }

  static UserClick of(RepeatRule.Repeat repeat, Instant brokerTime) {
    return new UserClick(
        repeat.invalid() ? Kind.INVALID_REPEAT : Kind.REPEAT, repeat.row(), brokerTime);
  }
}
