package dev.tally.stack;

import org.jspecify.annotations.Nullable;

/** Thrown if a server fails its health check. */
final class ProofException extends Exception {
  private static final long serialVersionUID = 1L;

  ProofException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
