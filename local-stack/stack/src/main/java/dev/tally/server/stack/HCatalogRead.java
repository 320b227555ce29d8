package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads Hive tables with Beam's own HCatalogIO, in a separate JVM because its jars cannot be on one
 * class path with Flink's.
 */
public final class HCatalogRead {
  private static final int LAST_LINES = 20;

  private HCatalogRead() {}

  /**
   * Returns the rows of a table, in any order. Each row is a JSON array of its columns, the
   * partition columns last.
   *
   * @param metastore e.g. {@code thrift://127.0.0.1:9083}
   * @param table a table in the database {@code default}
   * @param atMost the timeout, including the start of the JVM
   * @throws StackException if the timeout expires or the JVM fails; the message contains the end of
   *     its log
   */
  public static List<String> rows(String metastore, String table, Duration atMost) {
    try {
      Path dir = Files.createTempDirectory("tally-hcatalog-");
      Path rows = dir.resolve("rows");
      Path log = dir.resolve("log");
      run(List.of(metastore, "default", table, rows.toString()), dir, log, atMost);
      List<String> read = Files.readAllLines(rows);
      for (Path each : List.of(rows, log, dir)) {
        Files.deleteIfExists(each);
      }
      return read;
    } catch (IOException e) {
      throw new StackException(table + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void run(List<String> arguments, Path dir, Path log, Duration atMost)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(ServerLaunch.java(), "-Xmx1g"));
    command.addAll(HiveConfig.jvmOptions());
    command.addAll(List.of("-cp", ClassPath.of(ClassPath.home(), "hcatalog")));
    command.add("dev.tally.server.hcatalog.ReadTable");
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended || process.exitValue() != 0) {
        throw new StackException(
            "HCatalogIO did not read the table%s. Its log is %s; it ends with%n%s"
                .formatted(
                    ended ? "" : " in time", log, ServerProcess.lastLines(log, 0, LAST_LINES)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while HCatalogIO read a table.", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
