package dev.tally.stack;

import org.jspecify.annotations.Nullable;

/** The stack cannot do what it was asked; the message says why and what to do. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StackException(String message) {
    super(message);
  }

  StackException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
