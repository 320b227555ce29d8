package dev.tally.io.pinot;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when Pinot did not do what was requested, or when a request would be unsafe. The message
 * explains why and what to do, and contains no secret.
 */
public final class PinotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PinotException(String message) {
    super(message);
  }

  PinotException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
