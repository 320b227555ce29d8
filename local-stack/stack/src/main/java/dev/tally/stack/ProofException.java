package dev.tally.stack;

import org.jspecify.annotations.Nullable;

/** A server did not do its work when it was tried. */
final class ProofException extends Exception {
  private static final long serialVersionUID = 1L;

  ProofException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
