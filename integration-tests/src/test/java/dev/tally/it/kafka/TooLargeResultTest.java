package dev.tally.it.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.TopicContents;
import dev.tally.operations.TallyTopics;
import dev.tally.pipelines.options.JobOptions;
import dev.tally.pipelines.ports.JsonRevisionFn;
import dev.tally.pipelines.ports.TopicWrites;
import dev.tally.transforms.model.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.joda.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writes results that exceed their topic's limit among results that do not. */
@Tag("integration")
class TooLargeResultTest {
  private static final int RESULT_BYTES = 2_000;
  private static final int LETTER_BYTES = 30_000;

  @Test
  void becomesADeadLetter_andTheOthersAreWritten() throws Exception {
    KafkaCluster cluster = KafkaCluster.at(Servers.kafka().kafkaBootstrap());
    String results = "results-" + UUID.randomUUID();
    String letters = "letters-" + UUID.randomUUID();
    TallyTopics.create(
        cluster, List.of(topic(results, RESULT_BYTES), topic(letters, LETTER_BYTES)));
    JobOptions options =
        PipelineOptionsFactory.fromArgs(
                "--runner=DirectRunner",
                "--kafkaSink=AT_LEAST_ONCE",
                "--deadLettersTopic=" + letters)
            .as(JobOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    TopicWrites writes = new TopicWrites(cluster, options, "sink");
    List<PCollection<DeadLetter>> rejected = new ArrayList<>();
    pipeline
        .apply("Results", Create.of(json(10), json(RESULT_BYTES), json(LETTER_BYTES), json(20)))
        .apply(
            "WriteResults",
            writes.to(
                results,
                JsonRevisionFn.ofFact("text"),
                text -> TopicWrites.record(results, Instant.EPOCH, "k", text.getBytes(UTF_8))))
        .failuresTo(rejected);
    PCollectionList.of(rejected).get(0).apply("WriteDeadLetters", writes.deadLetters());
    pipeline.run().waitUntilFinish();

    assertThat(TopicContents.of(cluster, results))
        .extracting(JsonNode::toString)
        .containsExactlyInAnyOrder(json(10), json(20));
    assertThat(TopicContents.of(cluster, letters))
        .extracting(letter -> letter.get("reason").asText())
        .containsExactly("RESULT_TOO_LARGE", "RESULT_TOO_LARGE");
    assertThat(TopicContents.of(cluster, letters))
        .extracting(letter -> letter.path("payload_bytes").asInt())
        .containsExactlyInAnyOrder(0, json(LETTER_BYTES).length());
  }

  private static String json(int length) {
    return "{\"text\":\"%s\"}".formatted("x".repeat(length));
  }

  private static TallyTopics.Topic topic(String name, int bytes) {
    return new TallyTopics.Topic(name, 2, Map.of("max.message.bytes", String.valueOf(bytes)));
  }
}
