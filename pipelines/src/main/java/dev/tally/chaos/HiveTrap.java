package dev.tally.chaos;

import dev.tally.io.hive.CommitWatch;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Pauses a commit to Hive if a {@link FlushTrap} is set to the current step.
 *
 * @param directory the directory of the trap
 */
record HiveTrap(String directory) implements CommitWatch {

  static void set(FlushTrap trap, Step step) throws IOException {
    trap.set(number(step));
  }

  private static int number(Step step) {
    return switch (step) {
      case STAGING -> 0;
      case STAGED -> 1;
      case PUBLISHED -> 2;
    };
  }

  @Override
  public void reached(Step step) {
    FlushTrap trap = new FlushTrap(Path.of(directory));
    if (trap.setTo().orElse(-1) == number(step)) {
      trap.hold();
    }
  }
}
