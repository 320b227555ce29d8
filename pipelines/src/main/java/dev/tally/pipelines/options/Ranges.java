package dev.tally.pipelines.options;

import com.google.common.base.CaseFormat;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.stream.Stream;

/** Checks the options that have a {@link Range}. */
final class Ranges {
  private static final String GETTER = "get";

  private Ranges() {}

  /** Adds a problem for each value of the options that is outside its range. */
  static <T> void check(Class<T> type, T options, Problems problems) {
    Stream.of(type.getMethods())
        .filter(method -> method.isAnnotationPresent(Range.class))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(getter -> check(getter, options, problems));
  }

  /** Returns the name of the option that a getter returns, e.g. {@code maxEventAge}. */
  static String option(Method getter) {
    return CaseFormat.UPPER_CAMEL.to(
        CaseFormat.LOWER_CAMEL, getter.getName().substring(GETTER.length()));
  }

  private static void check(Method getter, Object options, Problems problems) {
    Object value = value(getter, options);
    if (value != null) {
      problems.requireRange(option(getter), value.toString(), getter.getAnnotation(Range.class));
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
