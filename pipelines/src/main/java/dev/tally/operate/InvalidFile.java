package dev.tally.operate;

import java.nio.file.Path;

/** A file that cannot be sent as it is; the message names file and line, and says what to do. */
public final class InvalidFile extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private InvalidFile(String message) {
    super(message);
  }

  /** A problem of one line, counted from 1. */
  static InvalidFile at(Path file, long line, String problem) {
    return new InvalidFile("%s line %d: %s".formatted(file, line, problem));
  }

  /** A problem of the whole file. */
  static InvalidFile of(Path file, String problem) {
    return new InvalidFile("%s: %s".formatted(file, problem));
  }
}
