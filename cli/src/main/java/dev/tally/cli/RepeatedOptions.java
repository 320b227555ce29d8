package dev.tally.cli;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Finds Beam options that are given more than once although they accept one value. */
final class RepeatedOptions {
  private RepeatedOptions() {}

  /**
   * Returns one message per repeated option.
   *
   * @param arguments in Beam's format, {@code --name=value}
   * @param type the job's options
   */
  static List<String> problems(List<String> arguments, Class<? extends PipelineOptions> type) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int end = argument.indexOf('=');
      String name = end < 0 ? argument : argument.substring(0, end);
      values
          .computeIfAbsent(name, n -> new ArrayList<>())
          .add(end < 0 ? "true" : argument.substring(end + 1));
    }
    Set<String> lists = listOptions(type);
    return values.entrySet().stream()
        .filter(option -> option.getKey().startsWith("--") && option.getValue().size() > 1)
        .filter(option -> !lists.contains(option.getKey()))
        .map(option -> message(option.getKey(), option.getValue()))
        .toList();
  }

  static String message(String name, List<String> values) {
    return values.isEmpty()
        ? "%s is given more than once: keep only one.".formatted(name)
        : "%s is given %d times, with %s: keep only one of them."
            .formatted(name, values.size(), String.join(" and ", values));
  }

  /** Returns the options whose values Beam collects into a list. */
  private static Set<String> listOptions(Class<? extends PipelineOptions> type) {
    Set<String> names = new TreeSet<>();
    List<Class<? extends PipelineOptions>> types =
        new ArrayList<>(PipelineOptionsFactory.getRegisteredOptions());
    types.add(type);
    for (Class<? extends PipelineOptions> options : types) {
      for (Method getter : options.getMethods()) {
        Class<?> value = getter.getReturnType();
        if (getter.getName().startsWith("get")
            && (value.isArray() || Collection.class.isAssignableFrom(value))) {
          names.add(
              "--"
                  + Character.toLowerCase(getter.getName().charAt(3))
                  + getter.getName().substring(4));
        }
      }
    }
    return names;
  }
}
