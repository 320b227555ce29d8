package dev.tally.it.aggregation;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The class path that {@code ./tally run} uploads to a Flink cluster, as the build wrote it. */
final class JobClassPath {
  /** The system property with which the launcher script passes it on. */
  static final String PROPERTY = "tally.job.classpath";

  private JobClassPath() {}

  static String read() {
    Path target = Path.of(System.getProperty("tally.home"), "pipelines", "target");
    try {
      return Files.readString(target.resolve("classpath.txt")).strip()
          + File.pathSeparator
          + target.resolve("classes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
