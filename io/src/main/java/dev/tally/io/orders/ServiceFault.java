package dev.tally.io.orders;

import java.io.IOException;

/** The service answered, but not as it should; the message has no part of the answer. */
final class ServiceFault extends IOException {
  private static final long serialVersionUID = 1L;
  private final boolean lasting;

  private ServiceFault(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
  }

  /** One that may be gone at the next call. */
  static ServiceFault passing(String message) {
    return new ServiceFault(message, false);
  }

  /** One that the same call would meet again. */
  static ServiceFault lasting(String message) {
    return new ServiceFault(message, true);
  }

  boolean isLasting() {
    return lasting;
  }
}
