package dev.tally.operations;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;

/** Thrown if a job could not be started; the message has the innermost causes. */
public final class JobFailure extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_DEPTH = 30;
  private static final int SHOWN_CAUSES = 2;

  private JobFailure(String message, Throwable cause) {
    super(message, cause);
  }

  static JobFailure notStarted(Throwable failure) {
    return new JobFailure("The job could not be started: " + causes(failure), failure);
  }

  /**
   * Returns true if the job could not be started because another process listens on a port of its
   * Flink.
   */
  public boolean isPortTaken() {
    return Throwables.getCausalChain(this).stream().anyMatch(BindException.class::isInstance);
  }

  /**
   * Returns the two innermost exceptions, the outer one first, e.g. {@code "IllegalStateException:
   * Cannot restore: FileNotFoundException: /data/chk-7"}.
   */
  static String causes(Throwable failure) {
    List<String> causes = new ArrayList<>();
    Throwable e = failure;
    for (int depth = 0; e != null && depth < MAX_DEPTH; depth++) {
      String cause = cause(e);
      String last = causes.isEmpty() ? "" : causes.get(causes.size() - 1);
      if (!last.isEmpty() && last.contains(message(e))) {
        causes.set(causes.size() - 1, cause);
      } else {
        causes.add(cause);
      }
      e = e.getCause();
    }
    return String.join(
        ": ", causes.subList(Math.max(0, causes.size() - SHOWN_CAUSES), causes.size()));
  }

  private static String cause(Throwable e) {
    return message(e).isEmpty()
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName() + ": " + message(e);
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
  }
}
