package dev.tally.operations;

import java.io.IOException;

/**
 * Thrown if a file was sent only in part; the message names the lines and says how to send the
 * others.
 */
public final class SendStopped extends IOException {
  private static final long serialVersionUID = 1L;

  SendStopped(String message) {
    super(message);
  }

  SendStopped(String message, Throwable cause) {
    super(message, cause);
  }
}
