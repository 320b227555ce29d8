package dev.tally.operations;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * The REST port of a job's embedded Flink. Another process, e.g. another job, may bind the port
 * after it was chosen and before Flink binds it. Unless the user has specified the port, the job
 * then starts on another one.
 */
public final class RestPort {
  private static final int MAX_STARTS = 5;

  private final int first;
  private final int maxStarts;

  private RestPort(int first, int maxStarts) {
    this.first = first;
    this.maxStarts = maxStarts;
  }

  /** Returns a port that was chosen because it was free, and may be replaced by another one. */
  public static RestPort free(int port) {
    return new RestPort(port, MAX_STARTS);
  }

  /** Returns a port that the user has specified, and that is not replaced. */
  public static RestPort only(int port) {
    return new RestPort(port, 1);
  }

  /** Runs a job whose Flink binds the port, and returns true if the job succeeded. */
  public interface Start {
    boolean on(int port) throws IOException, InterruptedException;
  }

  /**
   * Runs a job on this port, or on another one if another process has bound the port.
   *
   * @param report receives a message when the port is replaced
   * @throws JobFailure if the job could not be started
   */
  public boolean start(Start job, Consumer<String> report)
      throws IOException, InterruptedException {
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
            "note: port %d is in use by another process, so Flink uses port %d"
                .formatted(taken, port));
      }
    }
  }
}
