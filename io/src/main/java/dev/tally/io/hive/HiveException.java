package dev.tally.io.hive;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a table cannot be written as it is, or if the metastore does not answer. The message
 * states the cause.
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
