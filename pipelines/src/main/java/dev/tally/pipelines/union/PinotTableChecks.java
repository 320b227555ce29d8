package dev.tally.pipelines.union;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotTable;
import dev.tally.io.pinot.PinotTables;
import dev.tally.pipelines.options.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates or checks Pinot's tables over the topics of the union job before the job starts. */
final class PinotTableChecks {
  private static final String READABLE =
      "Pinot returns it to clients without authentication, and its ZooKeeper logs it";

  private final UnionOptions options;
  private final KafkaCluster cluster;

  PinotTableChecks(UnionOptions options, KafkaCluster cluster) {
    this.options = options;
    this.cluster = cluster;
  }

  /** Creates the missing tables, checks the existing ones and adds the problems. */
  void check(Problems problems) {
    String controller = options.getPinotController();
    List<PinotTable> tables = controller == null ? List.of() : problems.attempt(this::tables);
    if (controller == null || tables == null) {
      return;
    }
    problems.addAll(copiedSecrets(tables));
    if (problems.none()) {
      try {
        PinotTables pinot = PinotTables.at(URI.create(controller));
        tables.forEach(pinot::ensure);
      } catch (PinotException | IllegalArgumentException e) {
        problems.addAll(List.of("--pinotController=%s: %s".formatted(controller, e.getMessage())));
      }
    }
  }

  /** Returns a warning for each Pinot table whose configuration has a secret. */
  List<String> warnings() {
    String controller = options.getPinotController();
    if (controller == null) {
      return List.of();
    }
    PinotTables pinot = PinotTables.at(URI.create(controller));
    return tables().stream().flatMap(table -> warning(pinot, table)).toList();
  }

  /**
   * Rejects secrets in the job's own Kafka settings: only secrets in {@code --pinotKafkaConfig} are
   * copied to Pinot.
   */
  private List<String> copiedSecrets(List<PinotTable> tables) {
    List<String> secrets = tables.get(0).readableSecrets();
    return secrets.isEmpty() || options.getPinotKafkaConfig() != null
        ? List.of()
        : List.of(
            "--kafkaConfig holds a secret (%s), and Pinot would store it in its table configuration: %s. Set --pinotKafkaConfig=FILE with settings for Pinot's consumers that refer to a file on Pinot's servers; docs/pinot-sink.md has an example."
                .formatted(String.join(", ", secrets), READABLE));
  }

  private static Stream<String> warning(PinotTables pinot, PinotTable table) {
    List<String> secrets = pinot.readableSecrets(table.name());
    return secrets.isEmpty()
        ? Stream.empty()
        : Stream.of(
            "Table %s in Pinot holds a secret (%s): %s. Refer to a file as in docs/pinot-sink.md, or use a principal that may only read topic %s."
                .formatted(table.name(), String.join(", ", secrets), READABLE, table.topic()));
  }

  List<PinotTable> tables() {
    return UnionTables.of(options, cluster, settings());
  }

  private Map<String, String> settings() {
    @Nullable String file = options.getPinotKafkaConfig();
    if (file == null) {
      return cluster.settings();
    }
    try {
      return KafkaCluster.at(String.valueOf(options.getBootstrapServers()))
          .withSettings(Path.of(file))
          .settings();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("--pinotKafkaConfig=%s: no such file".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException("--pinotKafkaConfig=%s cannot be read".formatted(file), e);
    }
  }
}
