package dev.tally.it.pinot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.examples.SensorReadings;
import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotIO;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotTable;
import dev.tally.it.Servers;
import dev.tally.stack.LocalStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sink and the read against a real Pinot, by the example of the library. */
@Tag("integration")
class PinotIOTest {
  private static final Duration VISIBLE = Duration.ofSeconds(60);
  private static final String READINGS = "SELECT sensor, revision, celsius FROM readings";

  private static LocalStack stack;

  @BeforeAll
  static void startsPinot() throws Exception {
    stack = Servers.all();
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic("readings", 2, (short) 1))).all().get();
    }
  }

  @Test
  void theExampleWrites_theReadGivesAllOrFails_andAnEnlargedTopicIsRefused() throws Exception {
    SensorReadings.main(new String[] {stack.pinotController().toString(), stack.kafkaBootstrap()});
    try (PinotQuery pinot = PinotQuery.at(stack.pinotBroker())) {
      await()
          .atMost(VISIBLE)
          .until(() -> pinot.query(READINGS + " WHERE revision = 2", 9).rowCount() == 1);
    }
    Schema schema = Schema.builder().addDoubleField("celsius").addStringField("sensor").build();
    Pipeline pipeline = pipeline();
    PAssert.that(
            pipeline.apply("Read", PinotIO.read(READINGS, stack.pinotBroker()).withSchema(schema)))
        .containsInAnyOrder(Row.withSchema(schema).addValues(12.0, "cellar").build());
    pipeline.run().waitUntilFinish();
    failsBehindTheLimit();
    refusesAnEnlargedTopic();
  }

  private static void failsBehindTheLimit() {
    // Unlike the table's latest rows, its raw rows are three.
    Pipeline pipeline = pipeline();
    pipeline.apply(
        "Read",
        PinotIO.read("SET skipUpsert = true; " + READINGS, stack.pinotBroker()).withLimit(1));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasRootCauseInstanceOf(PinotException.class)
        .hasMessageContaining("raise withLimit");
  }

  private static void refusesAnEnlargedTopic() throws Exception {
    try (Admin admin = admin()) {
      admin.createPartitions(Map.of("readings", NewPartitions.increaseTo(3))).all().get();
    }
    PinotTable table =
        PinotTable.of("readings", "readings", stack.kafkaBootstrap(), "at")
            .withPrimaryKey("sensor")
            .withMetric("celsius", PinotTable.Type.DOUBLE);
    Schema other = Schema.builder().addStringField("sensor").addInt64Field("x").build();
    assertThatThrownBy(
            () ->
                pipeline()
                    .apply("None", Create.empty(other))
                    .setRowSchema(other)
                    .apply("Write", PinotIO.write(stack.pinotController(), table, "refused")))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("numPartitions is 2, but topic readings has 3")
        .hasMessageContaining("no column x")
        .hasMessageContaining("field revision that is never null");
  }

  private static Pipeline pipeline() {
    return Pipeline.create(PipelineOptionsFactory.create());
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()));
  }
}
