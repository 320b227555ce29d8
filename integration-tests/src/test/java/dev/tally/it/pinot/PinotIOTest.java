package dev.tally.it.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.examples.SensorReadings;
import dev.tally.io.pinot.PinotException;
import dev.tally.io.pinot.PinotIO;
import dev.tally.io.pinot.PinotQuery;
import dev.tally.io.pinot.PinotRows;
import dev.tally.io.pinot.PinotTable;
import dev.tally.io.pinot.PinotTables;
import dev.tally.io.pinot.TableTopic;
import dev.tally.it.Servers;
import dev.tally.server.stack.LocalStack;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the sink and the read of PinotIO against a real Pinot, with the example of the library. */
@Tag("integration")
class PinotIOTest {
  private static final Duration VISIBLE = Duration.ofSeconds(60);
  private static final String READINGS = "SELECT sensor, revision, celsius FROM readings";

  private static final long SEED = 20_261_121;
  private static final int ROUNDS = 10;
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final long AT = 1_767_571_200_000L;
  private static final Schema READING =
      Schema.builder()
          .addStringField("sensor")
          .addInt64Field("revision")
          .addInt64Field("at")
          .addDoubleField("celsius")
          .build();

  private static LocalStack stack;

  @BeforeAll
  static void startsPinot() throws Exception {
    stack = Servers.all();
    try (Admin admin = admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("readings", 2, (short) 1)
                      .configs(Map.of("message.timestamp.type", "LogAppendTime")),
                  new NewTopic("filled", 2, (short) 1),
                  new NewTopic("flown", 2, (short) 1)))
          .all()
          .get();
    }
  }

  @Test
  void theExampleWrites_theReadReturnsAllRowsOrFails_andAnEnlargedTopicIsRefused()
      throws Exception {
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

  @Test
  void segmentsAreStoredOnce_howeverOftenTheyAreWritten_andWhereverAWriteIsInterrupted()
      throws Exception {
    PinotTables.at(stack.pinotController()).apply(filled());
    Random random = new Random(SEED);
    try (CuttingProxy proxy = new CuttingProxy(stack.pinotController());
        PinotQuery pinot = PinotQuery.at(stack.pinotBroker())) {
      write(proxy.address(), day(0), PATIENT);
      long bytes = proxy.passed();
      for (int round = 1; round <= ROUNDS; round++) {
        writeInterrupted(proxy, day(round), random.nextLong(bytes * 9 / 10), round % 5 == 0);
      }
      List<Row> all = new ArrayList<>();
      IntStream.rangeClosed(0, ROUNDS).forEach(round -> all.addAll(day(round)));
      write(stack.pinotController(), all, PATIENT);
      TableState state = state(pinot);
      assertThat(state.rows()).isEqualTo(all.size());
      assertThat(rows(pinot)).containsExactlyInAnyOrderElementsOf(all);
      // Only some of the rows: writing all of them again would only take longer.
      List<Row> some = new ArrayList<>(day(0));
      some.addAll(day(1));
      for (int round = 0; round < ROUNDS; round++) {
        Collections.shuffle(some, random);
        write(stack.pinotController(), some, PATIENT);
        assertThat(state(pinot)).isEqualTo(state);
      }
      writeInterrupted(proxy, all, random.nextLong(bytes), false);
      refusesOtherRows();
      refusesATopicThatForgetsOldTimes();
      refusesOtherPartitions();
      assertThat(state(pinot)).isEqualTo(state);
      assertThat(rows(pinot)).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void segmentsAreWrittenOnFlink_inABatchJob() {
    PinotTables.at(stack.pinotController()).apply(flown());
    PipelineOptions flink =
        PipelineOptionsFactory.fromArgs(
                "--runner=FlinkRunner",
                "--flinkMaster=[local]",
                "--streaming=false",
                "--parallelism=2")
            .create();
    for (int times = 0; times < 2; times++) {
      assertThat(write(Pipeline.create(flink), stack.pinotController(), flown(), day(0), PATIENT))
          .isEqualTo(PipelineResult.State.DONE);
    }
    try (PinotQuery pinot = PinotQuery.at(stack.pinotBroker())) {
      assertThat(pinot.query("SELECT COUNT(*) AS n FROM flown", 1).getLong(0, "n"))
          .isEqualTo(day(0).size());
    }
  }

  private static void writeInterrupted(
      CuttingProxy proxy, List<Row> rows, long afterBytes, boolean forGood) {
    proxy.cutAfter(afterBytes, forGood);
    if (forGood) {
      assertThatThrownBy(() -> write(proxy.address(), rows, Duration.ofSeconds(3)))
          .hasStackTraceContaining(PinotException.class.getName());
    } else {
      write(proxy.address(), rows, PATIENT);
    }
    assertThat(proxy.hasCut()).isTrue();
  }

  private static void refusesOtherRows() {
    List<Row> others = new ArrayList<>(day(0));
    others.set(0, Row.withSchema(READING).addValues("d0-s0", 1L, AT, 99.0).build());
    assertThatThrownBy(() -> write(stack.pinotController(), others, PATIENT))
        .hasRootCauseInstanceOf(PinotException.class)
        .hasMessageContaining("already exists with different rows");
  }

  private static void refusesATopicThatForgetsOldTimes() {
    PCollection<Row> rows = pipeline().apply("None", Create.empty(READING)).setRowSchema(READING);
    PinotIO.Write write = PinotIO.write(stack.pinotController(), filled(), "refused");
    assertThatThrownBy(() -> rows.apply("Write", write))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("Topic filled is CreateTime")
        .hasMessageContaining("message.timestamp.type=LogAppendTime");
  }

  private static void refusesOtherPartitions() throws Exception {
    String wanted = PinotTables.tableJson(filled(), topic("filled"));
    Map<String, String> unsafe =
        Map.of(
            wanted.replace("segmentPartitionConfig", "x"), "so that uploaded segments find",
            wanted.replaceAll("(?<=numPartitions. : )2", "3"), "numPartitions is 3");
    for (Map.Entry<String, String> config : unsafe.entrySet()) {
      TableState.call("PUT", stack.pinotController().resolve("/tables/filled"), config.getKey());
      assertThatThrownBy(() -> write(stack.pinotController(), day(ROUNDS + 1), PATIENT))
          .isInstanceOf(PinotException.class)
          .hasMessageContaining(config.getValue());
    }
  }

  private static void write(URI controller, List<Row> rows, Duration timeout) {
    write(pipeline(), controller, filled(), rows, timeout);
  }

  private static PipelineResult.State write(
      Pipeline pipeline, URI controller, PinotTable table, List<Row> rows, Duration timeout) {
    pipeline
        .apply("Rows", Create.of(rows).withRowSchema(READING))
        .apply(
            "Write",
            PinotIO.writeSegments(controller, stack.pinotBroker(), table, "fill")
                .dividedInto(row -> String.valueOf(row.getString("sensor")).replaceAll("-.*", ""))
                .withTimeout(org.joda.time.Duration.millis(timeout.toMillis())));
    return pipeline.run().waitUntilFinish();
  }

  private static TableState state(PinotQuery pinot) throws Exception {
    return TableState.of("filled", stack.pinotController(), pinot);
  }

  private static List<Row> rows(PinotQuery pinot) {
    PinotRows found = pinot.query("SELECT sensor, revision, at, celsius FROM filled", 1000);
    return IntStream.range(0, found.rowCount())
        .mapToObj(
            i ->
                Row.withSchema(READING)
                    .addValue(found.get(i, "sensor"))
                    .addValue(found.getLong(i, "revision"))
                    .addValue(found.getLong(i, "at"))
                    .addValue(found.get(i, "celsius"))
                    .build())
        .toList();
  }

  /** Returns readings of sensors that no other day has. */
  private static List<Row> day(int day) {
    return IntStream.range(0, 20)
        .mapToObj(
            i ->
                Row.withSchema(READING)
                    .addValues("d%d-s%d".formatted(day, i), 1L, AT + i, day + i / 4.0)
                    .build())
        .toList();
  }

  private static PinotTable filled() {
    return table("filled");
  }

  private static PinotTable flown() {
    return table("flown");
  }

  /** Returns a table over the topic with the same name. */
  private static PinotTable table(String name) {
    return PinotTable.of(name, name, stack.kafkaBootstrap(), "at")
        .withPrimaryKey("sensor")
        .withMetric("celsius", PinotTable.Type.DOUBLE);
  }

  private static void failsBehindTheLimit() {
    // The table has one latest row, but three raw rows.
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
    PinotTable table = table("readings");
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

  private static TableTopic topic(String name) throws Exception {
    try (Admin admin = admin()) {
      TopicDescription found = admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
      return new TableTopic(found.topicId().toString(), found.partitions().size());
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()));
  }
}
