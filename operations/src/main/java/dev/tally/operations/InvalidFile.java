package dev.tally.operations;

import java.nio.file.Path;

/**
 * Thrown if a file cannot be sent as it is; the message names the file (and the line, if one line
 * is the problem) and says what to do.
 */
public final class InvalidFile extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private InvalidFile(String message) {
    super(message);
  }

  /** Describes a problem in one line; line numbers start at 1. */
  static InvalidFile at(Path file, long line, String problem) {
    return new InvalidFile("%s line %d: %s".formatted(file, line, problem));
  }

  /** Describes a problem of the whole file. */
  static InvalidFile of(Path file, String problem) {
    return new InvalidFile("%s: %s".formatted(file, problem));
  }
}
