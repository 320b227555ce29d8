package dev.tally.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks that a file named on the command line can be read. */
final class InputFile {
  private InputFile() {}

  /** Returns true if the file exists, can be read and is not a directory. */
  static boolean isReadable(Path file) {
    return Files.isReadable(file) && !Files.isDirectory(file);
  }

  /** Returns why the file cannot be read. */
  static String unreadable(Path file) {
    if (Files.isDirectory(file)) {
      return "%s is a directory: specify a file".formatted(file);
    }
    return Files.exists(file)
        ? "%s cannot be read: no permission".formatted(file)
        : "%s: no such file".formatted(file);
  }
}
