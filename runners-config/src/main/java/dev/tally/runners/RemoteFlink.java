package dev.tally.runners;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;

/** A Flink cluster in processes of its own: what a job must bring along. */
final class RemoteFlink {
  /**
   * What Flink takes from its own class path whatever a job brings (its {@code
   * classloader.parent-first-patterns}): 90 MB that need not travel.
   */
  private static final List<String> OF_THE_CLUSTER =
      List.of("flink-", "frocksdbjni-", "slf4j-", "logback-");

  private RemoteFlink() {}

  /**
   * Stages this JVM's class path, unless the user has named files.
   *
   * @param directory where directories of classes are packed into jars
   */
  static void configure(FlinkPipelineOptions flink, Path directory) {
    if (flink.getFilesToStage() == null) {
      flink.setFilesToStage(
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
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
      throw new UncheckedIOException("Cannot make " + directory, e);
    }
  }
}
