package dev.tally.pipelines.options;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong with a job's options, so that a user learns it all at once. */
public final class Problems {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
  private final List<String> found = new ArrayList<>();

  /** Adds a problem if the condition does not hold; says what to do. */
  public void require(boolean holds, String otherwise) {
    if (!holds) {
      addAll(List.of(otherwise));
    }
  }

  /** Adds problems found elsewhere. */
  public void addAll(List<String> problems) {
    problems.stream().filter(p -> !found.contains(p)).forEach(found::add);
  }

  /** The value, or null and a problem if making it fails for its arguments. */
  public <T> @Nullable T attempt(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      addAll(List.of(String.valueOf(e.getMessage())));
      return null;
    }
  }

  /**
   * A duration such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 6h}, {@code 7d}; zero and a
   * problem for anything else.
   */
  public Duration duration(String option, String text) {
    Matcher matcher = DURATION.matcher(text.trim());
    if (!matcher.matches()) {
      found.add(
          "--%s=%s is no duration: write a number and ms, s, m, h or d, e.g. 6h"
              .formatted(option, text));
      return Duration.ZERO;
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.millis(number);
      case "s" -> Duration.standardSeconds(number);
      case "m" -> Duration.standardMinutes(number);
      case "h" -> Duration.standardHours(number);
      default -> Duration.standardDays(number);
    };
  }

  /** True if nothing is wrong so far. */
  public boolean none() {
    return found.isEmpty();
  }

  /**
   * Ends the check.
   *
   * @throws InvalidOptions with every problem, one a line
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidOptions(found);
    }
  }
}
