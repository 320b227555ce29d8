package dev.tally.io.hive;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the state of a table does not allow an operation, if a value does not fit its column,
 * or if the metastore does not respond. The message states the cause.
 */
public final class HiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HiveException(String message) {
    super(message);
  }

  HiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
