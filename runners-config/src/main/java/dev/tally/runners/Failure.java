package dev.tally.runners;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A failure that made a job restart or end, as Flink's REST interface reports it.
 *
 * @param at epoch milliseconds by the cluster's clock
 * @param cause the innermost exception and its message
 * @param exceptions the class names of the exception and its causes, the outermost first
 */
public record Failure(long at, String cause, List<String> exceptions) {
  private static final String CAUSED_BY = "Caused by: ";

  /**
   * A class name at the start of a line of a stack trace. Flink puts the name of its own wrapper in
   * front of the original one: {@code org.apache.flink.util.SerializedThrowable: a.B: message}.
   */
  private static final Pattern CLASS = Pattern.compile("\\G((?:[\\w$]+\\.)+[\\w$]+)(?:: |$)");

  /** Copies the class names. */
  public Failure {
    exceptions = List.copyOf(exceptions);
  }

  static Failure of(long at, String stackTrace) {
    List<String> exceptions = new ArrayList<>();
    causes(stackTrace).forEach(cause -> exceptions.addAll(classes(cause)));
    return new Failure(at, innermost(stackTrace), exceptions);
  }

  /**
   * Returns the last line of a stack trace that names a cause; if there is none, its first line.
   */
  static String innermost(String stackTrace) {
    List<String> causes = causes(stackTrace);
    return causes.isEmpty() ? "unknown" : causes.get(causes.size() - 1);
  }

  /** Returns the first line, and each later one that names a cause, outermost first. */
  private static List<String> causes(String stackTrace) {
    List<String> causes = new ArrayList<>();
    for (String line : stackTrace.lines().toList()) {
      if (line.startsWith(CAUSED_BY)) {
        causes.add(line.substring(CAUSED_BY.length()));
      } else if (causes.isEmpty()) {
        causes.add(line);
      }
    }
    return causes;
  }

  private static List<String> classes(String line) {
    return CLASS.matcher(line).results().map(name -> name.group(1)).toList();
  }

  /** Returns true if the failure or one of its causes is an exception of exactly this class. */
  public boolean isCausedBy(Class<? extends Throwable> exception) {
    return exceptions.contains(exception.getName());
  }
}
