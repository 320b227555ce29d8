package dev.tally.server.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the program of the ClickHouse server on this machine. */
final class ClickHouseProgram {
  /** What is searched after the PATH, because users other than root may not have it there. */
  private static final List<String> USUAL = List.of("/usr/sbin", "/usr/bin", "/usr/local/bin");

  private ClickHouseProgram() {}

  /**
   * Returns the command that starts the server, without its options.
   *
   * @throws StackException if the program is not installed
   */
  static List<String> find() {
    return find(System.getenv().getOrDefault("PATH", ""), USUAL);
  }

  static List<String> find(String path, List<String> usual) {
    List<Path> directories =
        Stream.concat(Stream.of(path.split(File.pathSeparator)), usual.stream())
            .filter(directory -> !directory.isBlank())
            .map(Path::of)
            .toList();
    return named("clickhouse-server", directories)
        .map(List::of)
        .or(() -> named("clickhouse", directories).map(program -> List.of(program, "server")))
        .orElseThrow(
            () ->
                new StackException(
                    "ClickHouse is not installed: no program clickhouse-server or clickhouse is on the PATH or in %s. Install it with: sudo apt-get install -y --no-install-recommends clickhouse-server"
                        .formatted(String.join(", ", usual))));
  }

  private static Optional<String> named(String program, List<Path> directories) {
    return directories.stream()
        .map(directory -> directory.resolve(program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
