package dev.tally.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The checkpoints that jobs leave on disk. */
public final class Checkpoints {
  private static final String WHOLE = "_metadata";

  private Checkpoints() {}

  /** The whole checkpoints of a job, the newest first; none if it has none. */
  public static List<Path> newestFirst(Path ofJob) throws IOException {
    if (!Files.isDirectory(ofJob)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(ofJob)) {
      return all.filter(path -> Files.exists(path.resolve(WHOLE)))
          .sorted(Comparator.comparing(Checkpoints::number).reversed())
          .toList();
    }
  }

  /** The number of a checkpoint. */
  public static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().replace("chk-", ""));
  }

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
