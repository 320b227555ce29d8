package dev.tally.cli;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Finds values that are not constants of the option's enum. Beam would report them without the name
 * of the option.
 */
final class EnumOptions {
  private EnumOptions() {}

  /**
   * Returns one message per invalid value.
   *
   * @param arguments in Beam's format, {@code --name=value}
   * @param type the job's options
   */
  static List<String> problems(List<String> arguments, Class<? extends PipelineOptions> type) {
    List<String> problems = new ArrayList<>();
    for (Method getter : type.getMethods()) {
      Object[] constants = getter.getReturnType().getEnumConstants();
      if (constants != null && getter.getName().startsWith("get")) {
        String option = "--" + decapitalized(getter.getName().substring(3)) + "=";
        arguments.stream()
            .filter(argument -> argument.startsWith(option))
            .filter(argument -> !names(constants).contains(argument.substring(option.length())))
            .map(
                argument ->
                    "%s: use one of %s.".formatted(argument, String.join(", ", names(constants))))
            .forEach(problems::add);
      }
    }
    return problems;
  }

  private static List<String> names(Object[] constants) {
    return Arrays.stream(constants).map(constant -> ((Enum<?>) constant).name()).toList();
  }

  private static String decapitalized(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
