package dev.tally.runners;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/**
 * Sets the options for a Flink cluster that runs in its own processes: the files that a job uploads
 * to it, and the directory in which they are prepared.
 */
final class RemoteFlink {
  /**
   * Name prefixes of the jars that Flink always loads from its own class path (its {@code
   * classloader.parent-first-patterns}), so a job need not upload these 90 MB.
   */
  private static final List<String> OF_THE_CLUSTER =
      List.of("flink-", "frocksdbjni-", "slf4j-", "logback-");

  /**
   * The system property with the class path of the jobs. The launcher script sets it, because the
   * class path of this JVM contains more jars than the jobs need.
   */
  private static final String JOB_CLASS_PATH = "tally.job.classpath";

  private RemoteFlink() {}

  /**
   * Stages the class path of the jobs, unless the user has named the files to stage.
   *
   * @param directory the directory in which class directories are packed into jars
   */
  static void configure(FlinkPipelineOptions flink, Path directory) {
    if (flink.getFilesToStage() == null) {
      flink.setFilesToStage(
          Stream.of(
                  System.getProperty(JOB_CLASS_PATH, System.getProperty("java.class.path"))
                      .split(File.pathSeparator, -1))
              .filter(file -> !file.isEmpty() && isOfTheJob(file))
              .toList());
    }
    if (flink.getTempLocation() == null) {
      flink.setTempLocation(made(directory.toAbsolutePath().resolve("staging")).toString());
    }
  }

  static boolean isOfTheJob(String file) {
    String name = Path.of(file).getFileName().toString();
    return OF_THE_CLUSTER.stream().noneMatch(name::startsWith);
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + directory, e);
    }
  }
}
