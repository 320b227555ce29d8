package dev.tally.it.union;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.it.Servers;
import dev.tally.it.aggregation.RunningJob;
import dev.tally.pipelines.options.Region;
import dev.tally.pipelines.ports.ReadRegions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class ReadRegionsTest {
  @Test
  void stepsAreNamedAfterRegions_soThatASavepointIdentifiesARegionByItsName() throws Exception {
    KafkaCluster us = KafkaCluster.at(Servers.kafka().kafkaBootstrap()).named("us");
    KafkaCluster eu = us.withBootstrapServers("kafka.invalid:9092").named("eu");
    String prefix = "names-" + UUID.randomUUID() + "-";
    RunningJob.createTopics(us, prefix, 1, true);
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(
        "Read",
        new ReadRegions(
            List.of(new Region(us, true), new Region(eu, false)),
            prefix + "ad-metrics",
            WatermarkPolicy.heartbeats(),
            prefix + "union"));
    assertThat(steps(pipeline)).contains("Read/us", "Read/eu");
  }

  private static List<String> steps(Pipeline pipeline) {
    List<String> steps = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            steps.add(node.getFullName());
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    return steps;
  }
}
