package dev.tally.cli;

import dev.tally.stack.LocalStack;
import dev.tally.stack.Server;
import dev.tally.stack.ServerStatus;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which local servers a command works on: those of a directory. */
final class StackDirectory {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the local servers keep their data (default: .tally beside ./tally).")
  private @Nullable Path directory;

  Path path() {
    return directory != null
        ? directory.toAbsolutePath()
        : Path.of(System.getProperty("tally.home", ".")).toAbsolutePath().resolve(".tally");
  }

  LocalStack stack() {
    return LocalStack.at(path());
  }

  /** Bootstrap servers of the local Kafka. */
  String kafka() {
    requireUp(Server.KAFKA, "--bootstrapServers");
    return stack().kafkaBootstrap();
  }

  /** {@code host:port} of the local Pinot's broker. */
  String pinotBroker() {
    requireUp(Server.PINOT, "--pinotBroker");
    return stack().pinotBroker();
  }

  /** Address of the local Flink's REST interface. */
  String flink() {
    requireUp(Server.JOBMANAGER, "--flinkMaster");
    return stack().flinkRest().toString();
  }

  /** The JDBC address of the local HiveServer2. */
  String hive() {
    requireUp(Server.HIVESERVER, "--hiveServer");
    return stack().hive().jdbcUrl();
  }

  /** Whether these bootstrap servers are the local Kafka's. */
  boolean hasKafka(@Nullable String bootstrapServers) {
    return isUp(Server.KAFKA) && stack().kafkaBootstrap().equals(bootstrapServers);
  }

  /** The local Pinot's controller, if it runs. */
  Optional<String> pinotController() {
    return isUp(Server.PINOT)
        ? Optional.of(stack().pinotController().toString())
        : Optional.empty();
  }

  /** The local metastore, if it runs. */
  Optional<String> metastore() {
    return isUp(Server.METASTORE) ? Optional.of(stack().hive().metastore()) : Optional.empty();
  }

  /** The local Flink's REST address, if it runs. */
  Optional<String> flinkIfUp() {
    return isUp(Server.JOBMANAGER) ? Optional.of(stack().flinkRest().toString()) : Optional.empty();
  }

  /** Whether the process of a local server lives. */
  boolean isUp(Server server) {
    return stack().status().stream().filter(s -> s.server() == server).anyMatch(ServerStatus::up);
  }

  /** Whether a local server has ever been started in the directory. */
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
            case ORDERS -> "./tally up --orders";
            case KAFKA, PINOT -> "./tally up";
          };
      throw new IllegalArgumentException(
          "No local %s runs in %s: start it with %s, or name another one with %s."
              .formatted(server, path(), up, option));
    }
  }
}
