package dev.tally.pipelines.union;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.pipelines.options.InvalidOptions;
import dev.tally.pipelines.options.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinotTableChecksTest {
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"tally\" password=";
  private static final KafkaCluster SECURED =
      KafkaCluster.at("kafka:9092").withSettings(Map.of("sasl.jaas.config", SCRAM + "\"alice\";"));

  @Test
  void refusesToCopyTheJobsSecretToPinot() {
    Problems problems = new Problems();
    new PinotTableChecks(options(), SECURED).check(problems);
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining("--kafkaConfig holds a secret (sasl.jaas.config)")
        .hasMessageContaining("--pinotKafkaConfig=FILE")
        .hasMessageNotContaining("alice");
  }

  @Test
  void givesPinotTheSettingsOfItsOwnFileOnly(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("pinot.properties"),
            "sasl.jaas.config=" + SCRAM + "\"${file:/etc/pinot/kafka.properties:password}\";");
    UnionOptions options = options();
    options.setPinotKafkaConfig(file.toString());
    assertThat(new PinotTableChecks(options, SECURED).tables())
        .hasSize(2)
        .allSatisfy(table -> assertThat(table.readableSecrets()).isEmpty());
  }

  @Test
  void namesAFileThatDoesNotExist() {
    UnionOptions options = options();
    options.setPinotKafkaConfig("nowhere.properties");
    Problems problems = new Problems();
    new PinotTableChecks(options, SECURED).check(problems);
    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContaining("--pinotKafkaConfig=nowhere.properties: no such file");
  }

  private static UnionOptions options() {
    UnionOptions options = PipelineOptionsFactory.create().as(UnionOptions.class);
    options.setBootstrapServers("kafka:9092");
    options.setPinotController("http://pinot:9000");
    return options;
  }
}
