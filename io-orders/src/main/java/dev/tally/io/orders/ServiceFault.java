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

  /** Creates a fault that may disappear, so that a retry can succeed. */
  static ServiceFault passing(String message) {
    return new ServiceFault(message, false);
  }

  /** Creates a fault that would recur in every retry of the same request. */
  static ServiceFault lasting(String message) {
    return new ServiceFault(message, true);
  }

  boolean isLasting() {
    return lasting;
  }
}
