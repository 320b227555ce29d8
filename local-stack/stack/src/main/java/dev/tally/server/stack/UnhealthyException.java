package dev.tally.server.stack;

import org.jspecify.annotations.Nullable;

/** Thrown if a server fails its health check. */
final class UnhealthyException extends Exception {
  private static final long serialVersionUID = 1L;

  UnhealthyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
