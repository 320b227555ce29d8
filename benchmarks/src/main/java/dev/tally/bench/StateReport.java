package dev.tally.bench;

import dev.tally.bench.JobSettings.Backend;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Bytes per touch, computed from the difference between two runs, one of which has twice as many
 * touches. This cancels out what every job uses.
 *
 * @param savepointPerTouch in a savepoint
 * @param checkpointPerTouch in a checkpoint
 * @param heapPerTouch in the JVM's heap
 * @param after bytes of the larger savepoint after all touches have been removed
 */
record StateReport(
    double savepointPerTouch, double checkpointPerTouch, double heapPerTouch, long after) {
  /** Measures one case with two numbers of touches. */
  static StateReport of(
      Path directory, Backend backend, Users users, long touches, Consumer<String> console)
      throws Exception {
    StateSize once = size(directory, backend, users, touches, console);
    StateSize twice = size(directory, backend, users, 2 * touches, console);
    StateReport report =
        new StateReport(
            (twice.savepoint() - once.savepoint()) / (double) touches,
            (twice.checkpoint() - once.checkpoint()) / (double) touches,
            (twice.heap() - once.heap()) / (double) touches,
            Math.max(once.after(), twice.after()));
    console.accept("%-7s %-8s %s".formatted(backend, users, report));
    return report;
  }

  /** How the touches are distributed among users. */
  enum Users {
    /** Four touches per user. */
    FEW_EACH,
    /** All touches belong to one user, such as a bot. */
    ONE;

    long of(long touches) {
      return this == ONE ? 1 : touches / 4;
    }
  }

  private static StateSize size(
      Path directory, Backend backend, Users users, long touches, Consumer<String> console)
      throws Exception {
    String name = "%s-%s-%d".formatted(backend, users, touches);
    StateSize size = StateSize.of(directory, backend, name, touches, users.of(touches));
    console.accept("%-7s %-8s %s".formatted(backend, users, size));
    return size;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.0f bytes per touch in a savepoint, %.0f in a checkpoint, %.0f of this JVM's heap",
        savepointPerTouch,
        checkpointPerTouch,
        heapPerTouch);
  }
}
