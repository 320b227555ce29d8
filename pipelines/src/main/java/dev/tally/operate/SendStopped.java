package dev.tally.operate;

import java.io.IOException;

/** A file was sent in part; the message names the lines and says how to send the rest. */
public final class SendStopped extends IOException {
  private static final long serialVersionUID = 1L;

  SendStopped(String message) {
    super(message);
  }

  SendStopped(String message, Throwable cause) {
    super(message, cause);
  }
}
