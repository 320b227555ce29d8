package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.kafka.common.Uuid;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class SavedTopicTest {
  private static final Uuid ID = new Uuid(1, 1);
  private static final WatermarkPolicy REPLAY = WatermarkPolicy.replay(Duration.ZERO);
  private static final SavedTopic SAVED =
      SavedTopic.of(
              new TopicSplit<>("eu", "orders", new PartitionShare(0, 4)),
              TopicMark.restored(ID, 4, List.of()))
          .orElseThrow();

  private static List<String> problems(
      String cluster, String topic, WatermarkPolicy watermarks, int partitions) {
    return SAVED.problems(
        new TopicContinuity(KafkaCluster.at("k:1").named(cluster), topic, watermarks),
        new TopicSnapshot(0, ID, partitions));
  }

  @Test
  void aReplayTopicThatHasGrown_isAProblem_withBothNumbers() {
    assertThat(problems("eu", "orders", REPLAY, 6))
        .singleElement()
        .asString()
        .contains(
            "Topic orders at eu=k:1 had 4 partitions and has 6 now", "Start without a savepoint");
    assertThat(problems("eu", "orders", REPLAY, 4)).isEmpty();
  }

  @Test
  void aLiveTopicMayHaveGrown() {
    assertThat(problems("eu", "orders", WatermarkPolicy.live(Duration.ZERO), 6)).isEmpty();
  }

  @Test
  void otherTopicsAndRegionsAreNotCompared() {
    assertThat(problems("us", "orders", REPLAY, 6)).isEmpty();
    assertThat(problems("eu", "campaigns", REPLAY, 6)).isEmpty();
  }

  @Test
  void isEmpty_ofTheMarkOfAnotherSource() {
    TopicSplit<String> split = new TopicSplit<>("eu", "orders", new PartitionShare(0, 1));
    assertThat(SavedTopic.of(split, CheckpointMark.NOOP_CHECKPOINT_MARK)).isEmpty();
  }
}
