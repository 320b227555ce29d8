package dev.tally.operations;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds the checkpoints of jobs on disk. */
public final class Checkpoints {
  /** The file that exists in every complete savepoint or checkpoint. */
  public static final String METADATA_FILE = "_metadata";

  private static final String PREFIX = "chk-";

  private Checkpoints() {}

  /** Returns the complete checkpoints in a job's directory, newest first. */
  public static List<Path> newestFirst(Path ofJob) throws IOException {
    if (!Files.isDirectory(ofJob)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(ofJob)) {
      return all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .filter(path -> Files.exists(path.resolve(METADATA_FILE)))
          .sorted(Comparator.comparing(Checkpoints::number).reversed())
          .toList();
    }
  }

  /**
   * Returns the newest complete checkpoint in the directory of the given one. A job keeps only its
   * latest checkpoints, so the given one may have been deleted meanwhile.
   *
   * @param checkpoint a URI, e.g. {@code file:/data/checkpoints/0a1b…/chk-7}
   * @return a URI; the given one if no checkpoint is found on this machine
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

  /** Returns the number in the name of a checkpoint's directory. */
  public static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().replace(PREFIX, ""));
  }

  /**
   * Returns the most recently completed checkpoint in a directory tree.
   *
   * @throws IOException if there is none
   */
  public static Path lastIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.endsWith(METADATA_FILE))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .map(Path::getParent)
          .orElseThrow(() -> new IOException("There is no complete checkpoint in " + directory));
    }
  }
}
