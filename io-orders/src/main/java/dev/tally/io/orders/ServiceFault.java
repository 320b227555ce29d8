package dev.tally.io.orders;

import java.io.IOException;

/**
 * Thrown when the service returns an invalid response. The message contains no part of the
 * response.
 */
final class ServiceFault extends IOException {
  private static final long serialVersionUID = 1L;
  private final boolean lasting;

  private ServiceFault(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
  }

  /** Creates a fault that a retry may not meet again. */
  static ServiceFault passing(String message) {
    return new ServiceFault(message, false);
  }

  /** Creates a fault that every retry of the same request would meet again. */
  static ServiceFault lasting(String message) {
    return new ServiceFault(message, true);
  }

  boolean isLasting() {
    return lasting;
  }
}
