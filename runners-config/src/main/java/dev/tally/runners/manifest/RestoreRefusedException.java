package dev.tally.runners.manifest;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Thrown if a job is restored from state that it cannot use. Flink does not restart the job,
 * because the same state would be refused again.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class RestoreRefusedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  RestoreRefusedException(String message) {
    super(message);
  }
}
