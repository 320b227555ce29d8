package dev.tally.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Takes away what a run has left on disk. */
final class Directories {
  private Directories() {}

  /** Deletes a directory with all that is in it, also while somebody else still tidies it up. */
  static void delete(Path directory) throws IOException {
    List<Path> found;
    try (Stream<Path> paths = Files.walk(directory)) {
      found = paths.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException nothingThere) {
      return;
    }
    for (Path path : found) {
      Files.deleteIfExists(path);
    }
  }
}
