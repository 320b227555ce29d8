package dev.tally.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The checkpoints that jobs leave on disk. */
public final class Checkpoints {
  private static final String WHOLE = "_metadata";

  private Checkpoints() {}

  /**
   * The last whole checkpoint below a directory.
   *
   * @throws IOException if there is none
   */
  public static Path lastIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.endsWith(WHOLE))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .map(Path::getParent)
          .orElseThrow(() -> new IOException("No job has left a checkpoint in " + directory));
    }
  }
}
