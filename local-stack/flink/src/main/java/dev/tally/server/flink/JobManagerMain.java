package dev.tally.server.flink;

import dev.tally.server.life.StandardInput;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;

/**
 * Runs the JobManager of a session cluster, which accepts jobs over REST, until SIGTERM.
 *
 * <p>Input: Flink's own arguments, {@code --configDir DIR} with {@code DIR/config.yaml}. With the
 * system property {@code tally.exitWithParent=true} it stops when its standard input ends.
 */
public final class JobManagerMain {
  private JobManagerMain() {}

  public static void main(String[] args) {
    StandardInput.exitWithIt();
    StandaloneSessionClusterEntrypoint.main(args);
  }
}
