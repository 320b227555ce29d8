package dev.tally.flink;

import dev.tally.life.StandardInput;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * A TaskManager: registers with its JobManager, and again with each later one at the same address,
 * and runs tasks until SIGTERM.
 *
 * <p>Input: Flink's own arguments, {@code --configDir DIR} with {@code DIR/config.yaml}; every size
 * of memory must be set there. With the system property {@code tally.exitWithParent=true} it stops
 * when its standard input ends.
 */
public final class TaskManager {
  private TaskManager() {}

  public static void main(String[] args) throws Exception {
    StandardInput.exitWithIt();
    TaskManagerRunner.main(args);
  }
}
