package dev.tally.scenarios.chaos;

import dev.tally.io.hive.CommitListener;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Pauses a commit to Hive if a {@link Breakpoint} is set to the current step.
 *
 * @param directory the directory of the breakpoint
 */
record HiveBreakpoint(String directory) implements CommitListener {

  static void set(Breakpoint breakpoint, Step step) throws IOException {
    breakpoint.set(number(step));
  }

  private static int number(Step step) {
    return switch (step) {
      case STAGING -> 0;
      case STAGED -> 1;
      case COMMITTED -> 2;
    };
  }

  @Override
  public void reached(Step step) {
    Breakpoint breakpoint = new Breakpoint(Path.of(directory));
    if (breakpoint.setTo().orElse(-1) == number(step)) {
      breakpoint.hold();
    }
  }
}
