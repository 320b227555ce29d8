package dev.tally.transforms.format;

import dev.tally.transforms.model.DeadLetter.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Converts a date and time of ISO 8601 to milliseconds since 1970, for example {@code
 * 2026-01-05T12:00:00.123Z} or {@code 2026-01-05 12:00:00+01:00}. A time without an offset is in
 * UTC. More digits than milliseconds are dropped. A parser of our own, because that of the JDK
 * needs ten times the time of the rest of the decoding.
 */
record IsoTime() implements Conversion {
  private static final Misfit NOT_ISO =
      new Misfit(Reason.WRONG_TYPE, "a time of ISO 8601, e.g. 2026-01-05T12:00:00Z");
  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_END = 19;
  private static final int MILLI_DIGITS = 3;
  private static final long MINUTE_MILLIS = 60_000;
  private static final int MAX_LENGTH = 40;
  private static final int MAX_OFFSET_HOURS = 18;
  private static final int INVALID = -1;

  /** No time and no offset is this number. */
  private static final long NONE = Long.MIN_VALUE;

  @Override
  public @Nullable Misfit text(String text, Values out, int field) {
    long seconds = hasForm(text) ? seconds(text) : NONE;
    if (seconds == NONE) {
      return NOT_ISO;
    }
    int at = SECONDS_END;
    int millis = 0;
    if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
      int end = endOfDigits(text, at + 1);
      if (end == at + 1) {
        return NOT_ISO;
      }
      millis = millis(text, at + 1, end);
      at = end;
    }
    long offset = offsetMinutes(text, at);
    if (offset == NONE) {
      return NOT_ISO;
    }
    out.setInteger(field, seconds * 1_000 + millis - offset * MINUTE_MILLIS);
    return null;
  }

  private static boolean hasForm(String text) {
    if (text.length() < SECONDS_END || text.length() > MAX_LENGTH) {
      return false;
    }
    char between = text.charAt(DATE_LENGTH);
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && (between == 'T' || between == 't' || between == ' ')
        && text.charAt(13) == ':'
        && text.charAt(16) == ':';
  }

  private static int lengthOfMonth(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static boolean isWithin(int number, int from, int to) {
    return number >= from && number <= to;
  }

  /**
   * Returns the seconds since 1970 of the date and time, without the offset; {@link #NONE} if a
   * number is out of range.
   */
  private static long seconds(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    boolean valid =
        year >= 0
            && isWithin(month, 1, 12)
            && isWithin(day, 1, lengthOfMonth(year, month))
            && isWithin(hour, 0, 23)
            && isWithin(minute, 0, 59)
            && isWithin(second, 0, 59);
    return valid ? days(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second : NONE;
  }

  /** Returns the days since 1970, with years that begin in March. */
  private static long days(int year, int month, int day) {
    long y = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
  }

  private static int millis(String text, int from, int end) {
    int millis = 0;
    for (int i = 0; i < MILLI_DIGITS; i++) {
      millis = millis * 10 + (from + i < end ? text.charAt(from + i) - '0' : 0);
    }
    return millis;
  }

  /** Returns the offset from UTC; {@link #NONE} if the rest of the text is no offset. */
  private static long offsetMinutes(String text, int at) {
    int left = text.length() - at;
    if (left == 0 || (left == 1 && (text.charAt(at) == 'Z' || text.charAt(at) == 'z'))) {
      return 0;
    }
    String rest = text.substring(at);
    if (rest.equals(" UTC")) {
      return 0;
    }
    boolean colon = rest.length() == 6 && rest.charAt(3) == ':';
    boolean sign = rest.charAt(0) == '+' || rest.charAt(0) == '-';
    if (!sign || (!colon && rest.length() != 5 && rest.length() != 3)) {
      return NONE;
    }
    int hours = number(rest, 1, 3);
    int minutes = rest.length() == 3 ? 0 : number(rest, colon ? 4 : 3, rest.length());
    if (!isWithin(hours, 0, MAX_OFFSET_HOURS) || !isWithin(minutes, 0, 59)) {
      return NONE;
    }
    return (rest.charAt(0) == '-' ? -1 : 1) * (hours * 60L + minutes);
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Returns the number that these digits are, or -1. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return INVALID;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public Misfit integer(long integer, Values out, int field) {
    return NOT_ISO;
  }

  @Override
  public Misfit decimal(String number, Values out, int field) {
    return NOT_ISO;
  }

  @Override
  public Misfit flag(boolean flag, Values out, int field) {
    return NOT_ISO;
  }

  @Override
  public String expected() {
    return NOT_ISO.expected();
  }
}
