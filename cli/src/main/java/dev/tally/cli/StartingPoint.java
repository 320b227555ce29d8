package dev.tally.cli;

import dev.tally.operations.Checkpoints;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks the savepoint or retained checkpoint that {@code --from} names. */
final class StartingPoint {
  private StartingPoint() {}

  /**
   * Checks that a savepoint on this machine exists. Other file systems are not checked.
   *
   * @throws IllegalArgumentException if it does not exist; the message names the newest checkpoint
   *     of the same job, if there is one
   */
  static void requireOnThisMachine(String from) throws IOException {
    boolean isUri = from.matches("[a-z][a-z0-9+.-]+:.*");
    if (isUri && !from.startsWith("file:")) {
      return;
    }
    Path path = isUri ? Path.of(URI.create(from).getPath()) : Path.of(from).toAbsolutePath();
    Path directory = path.endsWith(Checkpoints.METADATA_FILE) ? path.getParent() : path;
    if (directory != null && !Files.exists(directory.resolve(Checkpoints.METADATA_FILE))) {
      throw new IllegalArgumentException(
          "--from=%s is not a complete savepoint or checkpoint (it has no file %s). %s"
              .formatted(from, Checkpoints.METADATA_FILE, advice(directory)));
    }
  }

  private static String advice(Path directory) throws IOException {
    Path parent = directory.getParent();
    List<Path> others = parent == null ? List.of() : Checkpoints.newestFirst(parent);
    return others.isEmpty()
        ? "A job deletes its older checkpoints: use its newest one, under DIR/JOB/checkpoints, or a savepoint."
        : "A job deletes its older checkpoints; the newest one of this job is %s"
            .formatted(others.get(0).toUri());
  }
}
