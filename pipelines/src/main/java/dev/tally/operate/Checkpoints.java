package dev.tally.operate;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The checkpoints that jobs leave on disk. */
public final class Checkpoints {
  /** The file that a savepoint or checkpoint has once it is complete. */
  public static final String WHOLE = "_metadata";

  private static final String PREFIX = "chk-";

  private Checkpoints() {}

  /** The whole checkpoints of a job, the newest first; none if it has none. */
  public static List<Path> newestFirst(Path ofJob) throws IOException {
    if (!Files.isDirectory(ofJob)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(ofJob)) {
      return all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .filter(path -> Files.exists(path.resolve(WHOLE)))
          .sorted(Comparator.comparing(Checkpoints::number).reversed())
          .toList();
    }
  }

  /**
   * The newest whole checkpoint of the job that a checkpoint is of, as far as this machine has its
   * files: a job keeps only its last ones, so a path that was read before may be gone.
   *
   * @param checkpoint a URI, e.g. {@code file:/data/checkpoints/0a1b…/chk-7}
   * @return a URI; the checkpoint itself if its files are elsewhere
   */
  public static String newestBeside(String checkpoint) {
    try {
      URI uri = URI.create(checkpoint);
      Path parent = "file".equals(uri.getScheme()) ? Path.of(uri.getPath()).getParent() : null;
      return parent == null
          ? checkpoint
          : newestFirst(parent).stream()
              .findFirst()
              .map(path -> path.toUri().toString().replaceFirst("/$", ""))
              .orElse(checkpoint);
    } catch (IOException | IllegalArgumentException e) {
      return checkpoint;
    }
  }

  /** The number of a checkpoint. */
  public static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().replace(PREFIX, ""));
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
