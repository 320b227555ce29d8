package dev.tally.io.pinot;

import org.jspecify.annotations.Nullable;

/**
 * Pinot did not do what it was asked, or must not; the message says why and what to do, and holds
 * no secret.
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
