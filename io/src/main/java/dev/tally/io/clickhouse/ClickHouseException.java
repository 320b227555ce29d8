package dev.tally.io.clickhouse;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when ClickHouse did not do what was requested, or when a request would be unsafe. The
 * message explains why and what to do, and contains no secret.
 */
public final class ClickHouseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClickHouseException(String message) {
    super(message);
  }

  ClickHouseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
