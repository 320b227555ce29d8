package dev.tally.server.stack;

import org.jspecify.annotations.Nullable;

/** Thrown if the stack cannot carry out a command. The message states the cause and what to do. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StackException(String message) {
    super(message);
  }

  StackException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
