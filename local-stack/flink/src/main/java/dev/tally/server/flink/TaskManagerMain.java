package dev.tally.server.flink;

import dev.tally.server.life.StandardInput;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * Runs a TaskManager until SIGTERM. It registers with its JobManager, and again with each later
 * JobManager at the same address.
 *
 * <p>Input: Flink's own arguments, {@code --configDir DIR} with {@code DIR/config.yaml}; every
 * memory size must be set there. With the system property {@code tally.exitWithParent=true} it
 * stops when its standard input ends.
 */
public final class TaskManagerMain {
  private TaskManagerMain() {}

  public static void main(String[] args) throws Exception {
    StandardInput.exitWithIt();
    TaskManagerRunner.main(args);
  }
}
