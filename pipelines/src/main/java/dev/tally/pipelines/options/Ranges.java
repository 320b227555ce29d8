package dev.tally.pipelines.options;

import com.google.common.base.CaseFormat;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks and describes the options that have a {@link Range}. */
public final class Ranges {
  private static final String GETTER = "get";

  private Ranges() {}

  /** Adds a problem for each value of the options that is outside its range. */
  static <T> void check(Class<T> type, T options, Problems problems) {
    Stream.of(type.getMethods())
        .filter(method -> method.isAnnotationPresent(Range.class))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(getter -> check(getter, options, problems));
  }

  /**
   * Returns the ranges of a job's options in words, by option name; options without a range are
   * omitted.
   */
  public static Map<String, String> of(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> method.isAnnotationPresent(Range.class))
        .collect(Collectors.toMap(Ranges::option, getter -> words(range(getter))));
  }

  /** Returns a range in words, e.g. {@code from 0 to 63}. */
  static String words(Range range) {
    return range.to().isEmpty()
        ? "at least " + range.from()
        : "from %s to %s".formatted(range.from(), range.to());
  }

  private static Range range(Method getter) {
    return Objects.requireNonNull(getter.getAnnotation(Range.class));
  }

  /** Returns the name of the option that a getter returns, e.g. {@code maxEventAge}. */
  static String option(Method getter) {
    return CaseFormat.UPPER_CAMEL.to(
        CaseFormat.LOWER_CAMEL, getter.getName().substring(GETTER.length()));
  }

  private static void check(Method getter, Object options, Problems problems) {
    Object value = value(getter, options);
    if (value != null) {
      problems.requireRange(option(getter), value.toString(), range(getter));
    }
  }

  private static Object value(Method getter, Object options) {
    try {
      return getter.invoke(options);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("%s cannot be read".formatted(getter), e);
    }
  }
}
