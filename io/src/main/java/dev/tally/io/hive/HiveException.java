package dev.tally.io.hive;

import org.jspecify.annotations.Nullable;

/** A table cannot be written as it is, or the metastore does not answer; the message says why. */
public final class HiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HiveException(String message) {
    super(message);
  }

  HiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
