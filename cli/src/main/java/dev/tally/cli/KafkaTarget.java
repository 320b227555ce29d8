package dev.tally.cli;

import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select the Kafka cluster of a command. Default: the local cluster. */
final class KafkaTarget {
  @Mixin StackDirectory stack = new StackDirectory();

  @Option(
      names = "--bootstrapServers",
      paramLabel = "HOST:PORT,…",
      description = "Kafka's bootstrap servers (default: the broker that ./tally up started).")
  @Nullable String bootstrapServers;

  @Option(
      names = "--kafkaConfig",
      paramLabel = "FILE",
      description = "Properties file with Kafka client settings, for example for SASL or TLS.")
  @Nullable Path kafkaConfig;

  /** Returns Kafka's bootstrap servers. */
  String servers() {
    return bootstrapServers != null ? bootstrapServers : stack.kafka();
  }

  KafkaCluster cluster() throws IOException {
    KafkaCluster cluster = KafkaCluster.at(servers());
    if (kafkaConfig == null) {
      return cluster;
    }
    if (!InputFile.isReadable(kafkaConfig)) {
      throw new IllegalArgumentException("--kafkaConfig=" + InputFile.unreadable(kafkaConfig));
    }
    return cluster.withSettings(kafkaConfig);
  }
}
