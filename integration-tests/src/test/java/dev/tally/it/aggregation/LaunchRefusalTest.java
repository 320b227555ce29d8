package dev.tally.it.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.pipelines.aggregation.AggregationOptions;
import dev.tally.pipelines.aggregation.CheckedAggregationOptions;
import dev.tally.pipelines.options.InvalidOptions;
import dev.tally.runners.RunnerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Options and topics that would break a guarantee are refused before the job starts, with what to
 * do.
 */
@Tag("integration")
class LaunchRefusalTest {
  @TempDir private Path dir;
  private KafkaCluster cluster;
  private String prefix;

  @BeforeEach
  void makeTopics() throws Exception {
    cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    prefix = "refused-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(cluster, prefix, 2, false);
  }

  private CheckedAggregationOptions check(String... more) {
    AggregationOptions options = RunningJob.options(cluster, prefix, more);
    RunnerSettings.complete(options, dir, 0);
    return CheckedAggregationOptions.check(options);
  }

  @Test
  void acceptsValidOptions_andCreatesANewSinkGroupEachTime() {
    assertThat(check().sinkGroup()).isNotEqualTo(check().sinkGroup());
  }

  @Test
  void refusesAMissingTopic() {
    assertThatThrownBy(() -> check("--cleanAdEventsTopic=nowhere"))
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining("Topic nowhere does not exist")
        .hasMessageContaining("./tally topics");
  }

  @Test
  void refusesARawTopicWithTheWrongTimestampType() throws Exception {
    assertThatThrownBy(() -> check("--input=REPLAY"))
        .hasMessageContaining("is LogAppendTime")
        .hasMessageContaining("LIVE");
    String replay = "replay-" + prefix;
    RunningJob.createTopics(cluster, replay, 2, true);
    assertThatThrownBy(
            () -> {
              AggregationOptions options = RunningJob.options(cluster, replay);
              RunnerSettings.complete(options, dir, 0);
              CheckedAggregationOptions.check(options);
            })
        .hasMessageContaining("is CreateTime")
        .hasMessageContaining("LogAppendTime");
  }

  /** The default timeout of Kafka's admin client is 60 s; the check has one of 15 s. */
  @Test
  @Timeout(45)
  void refusesABrokerThatDoesNotAnswer() throws Exception {
    int nobody = Servers.freePort();
    AggregationOptions options = RunningJob.options(cluster, prefix);
    options.setBootstrapServers("127.0.0.1:" + nobody);
    RunnerSettings.complete(options, dir, 0);
    assertThatThrownBy(() -> CheckedAggregationOptions.check(options))
        .hasMessageContaining("No broker answered")
        .hasMessageContaining("127.0.0.1:" + nobody);
  }

  @Test
  void refusesABrokerWithoutAnAddress() throws Exception {
    AggregationOptions options = RunningJob.options(cluster, prefix);
    options.setBootstrapServers("kafka.invalid:9092");
    RunnerSettings.complete(options, dir, 0);
    assertThatThrownBy(() -> CheckedAggregationOptions.check(options))
        .isInstanceOf(InvalidOptions.class)
        .hasMessageContaining("No Kafka client can be made for local=kafka.invalid:9092");
  }

  @Test
  void refusesTwoRegionsThatAreOneCluster() {
    String again = Servers.kafka().kafkaBootstrap().replace("127.0.0.1", "localhost");
    assertThatThrownBy(() -> check("--dedupScope=GLOBAL", "--otherRegions=eu=" + again))
        .hasMessageContaining("Regions local and eu are the same Kafka cluster");
  }

  @Test
  void refusesSettingsThatLoseOrRepeatRecords_allAtOnce() throws Exception {
    Path config =
        Files.writeString(
            dir.resolve("client.properties"),
            "isolation.level=read_uncommitted\nenable.idempotence=false\nsasl.password=hush\n");
    assertThatThrownBy(
            () ->
                check(
                    "--kafkaConfig=" + config,
                    "--maxEventAge=six",
                    "--generation=64",
                    "--doubleClickWindow=61m",
                    "--checkpointingMode=AT_LEAST_ONCE"))
        .hasMessageContaining("isolation.level=read_uncommitted")
        .hasMessageContaining("enable.idempotence=false")
        .hasMessageContaining("--maxEventAge=six")
        .hasMessageContaining("--generation")
        .hasMessageContaining("must be from 0s to 1h")
        .hasMessageContaining("--checkpointingMode=AT_LEAST_ONCE")
        .hasMessageNotContaining("hush");
  }

  @Test
  void refusesExactlyOnceWithoutStableInput() {
    assertThatThrownBy(() -> check("--runner=DirectRunner"))
        .hasMessageContaining("DirectRunner")
        .hasMessageContaining("AT_LEAST_ONCE");
    check("--runner=DirectRunner", "--kafkaSink=AT_LEAST_ONCE");
  }

  @Test
  void refusesTransactionsThatAreLongerThanTheBrokerAllows() throws Exception {
    Path config =
        Files.writeString(dir.resolve("client.properties"), "transaction.timeout.ms=1000000\n");
    assertThatThrownBy(() -> check("--kafkaConfig=" + config))
        .hasMessageContaining("allow transactions of 900000 ms, but a writer needs 1000000")
        .hasMessageContaining("transaction.max.timeout.ms");
  }

  @Test
  void refusesReconcilingWithASinkThatCannotReconcile() {
    assertThatThrownBy(() -> check("--onOlderSavepoint=RECONCILE", "--kafkaSink=KAFKA_IO"))
        .hasMessageContaining("--onOlderSavepoint=RECONCILE needs --kafkaSink=EXACTLY_ONCE");
  }

  @Test
  void refusesMoreSubtasksThanPartitions() {
    assertThatThrownBy(() -> check("--parallelism=3"))
        .hasMessageContaining("--parallelism=3")
        .hasMessageContaining("2 partitions");
  }

  @Test
  void refusesASavepointWithoutItsSinkGroup() {
    assertThatThrownBy(() -> check("--savepointPath=/tmp/savepoint"))
        .hasMessageContaining("--sinkGroup");
  }
}
