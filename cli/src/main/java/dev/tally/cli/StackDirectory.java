package dev.tally.cli;

import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import dev.tally.server.stack.ServerStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects the local servers of a command by their directory. */
final class StackDirectory {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Data directory of the local servers (default: .tally in the directory of ./tally).")
  private @Nullable Path directory;

  /**
   * Returns the directory.
   *
   * @throws IllegalArgumentException if it is a file
   */
  Path path() {
    Path path =
        directory != null
            ? directory.toAbsolutePath()
            : Path.of(System.getProperty("tally.home", ".")).toAbsolutePath().resolve(".tally");
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          "--dir=%s is not a directory: name the directory of ./tally up, or omit the option."
              .formatted(path));
    }
    return path;
  }

  LocalStack stack() {
    return LocalStack.at(path());
  }

  /** Returns the bootstrap servers of the local Kafka. */
  String kafka() {
    requireUp(Server.KAFKA, "--bootstrapServers");
    return stack().kafkaBootstrap();
  }

  /** Returns the {@code host:port} of the local Pinot's broker. */
  String pinotBroker() {
    requireUp(Server.PINOT, "--pinotBroker");
    return stack().pinotBroker();
  }

  /** Returns the address of the local Flink's REST interface. */
  String flink() {
    requireUp(Server.JOBMANAGER, "--flinkMaster");
    return stack().flinkRest().toString();
  }

  /** Returns the JDBC URL of the local HiveServer2. */
  String hive() {
    requireUp(Server.HIVESERVER, "--hiveServer");
    return stack().hive().jdbcUrl();
  }

  /** Returns the URL of the local ClickHouse. */
  String clickHouse() {
    requireUp(Server.CLICKHOUSE, "--clickHouseUrl");
    return stack().clickHouse().toString();
  }

  /** Returns true if these are the bootstrap servers of the local Kafka. */
  boolean hasKafka(@Nullable String bootstrapServers) {
    return isUp(Server.KAFKA) && stack().kafkaBootstrap().equals(bootstrapServers);
  }

  /** Returns the address of the local Pinot's controller if it is running. */
  Optional<String> pinotController() {
    return isUp(Server.PINOT)
        ? Optional.of(stack().pinotController().toString())
        : Optional.empty();
  }

  /** Returns the address of the local metastore if it is running. */
  Optional<String> metastore() {
    return isUp(Server.METASTORE) ? Optional.of(stack().hive().metastore()) : Optional.empty();
  }

  /** Returns the URL of the local ClickHouse if it is running. */
  Optional<String> clickHouseIfUp() {
    return isUp(Server.CLICKHOUSE)
        ? Optional.of(stack().clickHouse().toString())
        : Optional.empty();
  }

  /** Returns the address of the local Flink's REST interface if it is running. */
  Optional<String> flinkIfUp() {
    return isUp(Server.JOBMANAGER) ? Optional.of(stack().flinkRest().toString()) : Optional.empty();
  }

  /** Returns true if the process of a local server is running. */
  boolean isUp(Server server) {
    return stack().status().stream().filter(s -> s.server() == server).anyMatch(ServerStatus::up);
  }

  /** Returns true if the server has ever been started in the directory. */
  boolean wasStarted(Server server) {
    return stack().status().stream()
        .anyMatch(status -> status.server() == server && !status.ports().isEmpty());
  }

  private void requireUp(Server server, String option) {
    if (!isUp(server)) {
      String up =
          switch (server) {
            case JOBMANAGER, TASKMANAGER -> "./tally up --flink";
            case METASTORE, HIVESERVER -> "./tally up --hive";
            case CLICKHOUSE -> "./tally up --clickhouse";
            case ORDERS -> "./tally up --orders";
            case KAFKA, PINOT -> "./tally up";
          };
      throw new IllegalArgumentException(
          "No local %s is running in %s: start it with %s, or name another one with %s."
              .formatted(server, path(), up, option));
    }
  }
}
