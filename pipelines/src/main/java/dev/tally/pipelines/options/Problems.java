package dev.tally.pipelines.options;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** Collects all problems with a job's options, so that the user sees them at once. */
public final class Problems {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d+");
  private final List<String> found = new ArrayList<>();

  /** Adds a problem if the condition is false; the text must say what to do. */
  public void require(boolean holds, String otherwise) {
    if (!holds) {
      addAll(List.of(otherwise));
    }
  }

  /** Adds problems that are not in the list yet. */
  public void addAll(List<String> problems) {
    problems.stream().filter(p -> !found.contains(p)).forEach(found::add);
  }

  /**
   * Returns the supplied value. If the supplier throws an {@link IllegalArgumentException}, adds
   * its message as a problem and returns null.
   */
  public <T> @Nullable T attempt(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      addAll(List.of(String.valueOf(e.getMessage())));
      return null;
    }
  }

  /**
   * Parses a duration such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 6h} or {@code 7d}.
   * Adds a problem and returns zero for any other text.
   */
  public Duration duration(String option, String text) {
    Matcher matcher = DURATION.matcher(text.trim());
    if (!matcher.matches()) {
      addAll(
          List.of(
              "--%s=%s is not a duration: write a number followed by ms, s, m, h or d, e.g. 6h"
                  .formatted(option, text)));
      return Duration.ZERO;
    }
    return duration(matcher);
  }

  /** Adds a problem for each of a job's options that is outside its {@link Range}. */
  public <T> void requireRanges(Class<T> type, T options) {
    Ranges.check(type, options, this);
  }

  void requireRange(String option, String value, Range range) {
    boolean number = WHOLE_NUMBER.matcher(range.from()).matches();
    int before = found.size();
    long given = number ? Long.parseLong(value) : duration(option, value).getMillis();
    if (found.size() == before) {
      require(
          given >= limit(range.from()) && (range.to().isEmpty() || given <= limit(range.to())),
          "--%s=%s must be %s.".formatted(option, value, Ranges.words(range)));
    }
  }

  /** Returns a limit as a number, or in milliseconds. */
  private static long limit(String text) {
    Matcher matcher = DURATION.matcher(text);
    return matcher.matches() ? duration(matcher).getMillis() : Long.parseLong(text);
  }

  private static Duration duration(Matcher matcher) {
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.millis(number);
      case "s" -> Duration.standardSeconds(number);
      case "m" -> Duration.standardMinutes(number);
      case "h" -> Duration.standardHours(number);
      default -> Duration.standardDays(number);
    };
  }

  /** Returns true if no problem was added yet. */
  public boolean none() {
    return found.isEmpty();
  }

  /**
   * Completes the check.
   *
   * @throws InvalidOptions if there are problems; its message has one line per problem
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidOptions(found);
    }
  }
}
