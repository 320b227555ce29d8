package dev.tally.cli;

import dev.tally.operate.JobFailure;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The REST port of a job's embedded Flink. A port that was free when it was chosen may be taken by
 * another process, e.g. by another job, before Flink binds it: then the job starts on another one.
 */
final class RestPort {
  private static final int MAX_STARTS = 5;

  private final int first;
  private final int maxStarts;

  private RestPort(int first, int maxStarts) {
    this.first = first;
    this.maxStarts = maxStarts;
  }

  /** A port that was chosen because it was free: another one is as good. */
  static RestPort free(int port) {
    return new RestPort(port, MAX_STARTS);
  }

  /** A port that the user has named. */
  static RestPort only(int port) {
    return new RestPort(port, 1);
  }

  /** Runs a job whose Flink binds the port at its start; true if the job ended well. */
  interface Start {
    boolean on(int port) throws IOException, InterruptedException;
  }

  /**
   * Runs a job on this port, and on another one if the port is taken.
   *
   * @param report receives a line when it is
   * @throws JobFailure if the job could not be started
   */
  boolean start(Start job, Consumer<String> report) throws IOException, InterruptedException {
    int port = first;
    for (int start = 1; ; start++) {
      try {
        return job.on(port);
      } catch (JobFailure e) {
        if (!e.isPortTaken() || start >= maxStarts) {
          throw e;
        }
        int taken = port;
        port = FreePort.find();
        report.accept(
            "note: another process has taken port %d, so Flink uses port %d"
                .formatted(taken, port));
      }
    }
  }
}
