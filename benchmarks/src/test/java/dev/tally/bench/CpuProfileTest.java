package dev.tally.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuProfileTest {
  @ParameterizedTest
  @CsvSource({
    "decode, dev.tally.transforms.codec.FlatObject.read",
    "decode, dev.tally.bench.EventDecoder$Fields.field",
    "encode, dev.tally.transforms.codec.AdMetricJson.encode",
    "encode, dev.tally.transforms.codec.AdEventJson.lambda$encode$1",
    "encode, dev.tally.transforms.json.JsonWriter.number",
    "decode, dev.tally.transforms.json.JsonCursor.text",
    "cleanse, dev.tally.transforms.cleanse.EventRules.judge",
    "dedup, dev.tally.transforms.dedup.IdBucket.judge",
    "dedup, dev.tally.bench.FirstCopyFunction.processElement",
    "counting, dev.tally.transforms.aggregate.CountBundleFn.process",
    "counting, org.apache.beam.runners.core.ReduceFnRunner.processElement",
    "coder, dev.tally.transforms.model.AdEventCoder.write",
    "coder, org.apache.beam.sdk.coders.KvCoder.encode",
    "coder, org.apache.flink.api.java.typeutils.runtime.PojoSerializer.serialize",
    "source, dev.tally.io.kafka.TopicReader.advance",
    "sink, dev.tally.io.kafka.ShardWriter.write",
    "Kafka client, org.apache.kafka.clients.consumer.KafkaConsumer.poll",
    "state, org.apache.beam.runners.flink.adapter.FlinkKey.equals",
    "Beam metrics, org.apache.beam.runners.core.metrics.MetricsContainerStepMap.asMetricResults",
    "timers, org.apache.flink.runtime.state.heap.HeapPriorityQueueSet.add",
    "state, org.apache.flink.runtime.state.heap.CopyOnWriteStateMap.get",
    "Beam runner, org.apache.beam.runners.flink.DoFnOperator.processElement",
    "Flink runtime, org.apache.flink.streaming.runtime.tasks.StreamTask.run",
  })
  void aFrameBelongsToAStep(String step, String frame) {
    assertThat(ProfileStep.of("Source (1/2)", List.of("java.util.HashMap.get", frame)))
        .isEqualTo(new ProfileStep.Match(step, frame));
  }

  @Test
  void theInnermostFrameOfAStepDecides() {
    List<String> frames =
        List.of(
            "java.util.HashMap.put",
            "dev.tally.transforms.dedup.IdBucket.judge",
            "org.apache.beam.runners.flink.DoFnOperator.processElement");
    assertThat(ProfileStep.of("task", frames).step()).isEqualTo("dedup");
    assertThat(ProfileStep.of("AsyncOperations-thread-1", frames).step()).isEqualTo("checkpoint");
    assertThat(ProfileStep.of("main", frames).step()).isEqualTo("job start");
    assertThat(ProfileStep.of("task", List.of("java.lang.Thread.run")).step()).isEqualTo("other");
  }

  @Test
  void theTableIsSortedByShare() {
    CpuProfile profile = new CpuProfile();
    profile.add("task", List.of("java.lang.Thread.run"));
    for (int i = 0; i < 3; i++) {
      profile.add(
          "Dedup (%d/2)#0".formatted(i), List.of("dev.tally.transforms.dedup.IdBucket.judge"));
    }
    List<String> table = profile.table();
    assertThat(table).hasSize(3);
    assertThat(table.get(1)).matches("dedup +3 +75\\.0 % +IdBucket\\.judge 75\\.0 %");
    assertThat(table.get(2)).startsWith("other").contains("25.0 %");
    assertThat(profile.threads().get(1)).matches(" +3 +75\\.0 % +Dedup");
  }
}
