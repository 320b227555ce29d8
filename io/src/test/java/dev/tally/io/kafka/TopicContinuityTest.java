package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class TopicContinuityTest {
  private static final Uuid OLD = new Uuid(1, 1);
  private static final Uuid NEW = new Uuid(2, 2);
  private static final TopicContinuity LIVE = of(WatermarkPolicy.live(Duration.standardSeconds(1)));
  private static final TopicMark MARK = TopicMark.restored(OLD, 4, List.of());

  private static TopicContinuity of(WatermarkPolicy watermarks) {
    return new TopicContinuity(KafkaCluster.at("k:1"), "ad-events", watermarks);
  }

  private static TopicSnapshot topology(Uuid id, int partitions) {
    return new TopicSnapshot(0, id, partitions);
  }

  @Test
  void rejectsARecreatedTopic_withBothIdsAndAdvice() {
    assertThatThrownBy(() -> LIVE.checkRestored(MARK, topology(NEW, 4)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(OLD.toString())
        .hasMessageContaining(NEW.toString())
        .hasMessageContaining("Start without a savepoint");
    assertThatThrownBy(() -> LIVE.check(OLD, 4, topology(NEW, 9)))
        .hasMessageContaining("deleted and created again");
  }

  @Test
  void comparesNothing_whenAnIdIsUnknown() {
    assertThatCode(() -> LIVE.checkRestored(MARK, topology(Uuid.ZERO_UUID, 4)))
        .doesNotThrowAnyException();
    assertThatCode(() -> LIVE.checkRestored(TopicMark.UNREAD, topology(NEW, 4)))
        .doesNotThrowAnyException();
  }

  @Test
  void allowsNewPartitionsOnlyInALiveTopic() {
    assertThatCode(() -> LIVE.checkRestored(MARK, topology(OLD, 9))).doesNotThrowAnyException();
    for (WatermarkPolicy other :
        List.of(WatermarkPolicy.replay(Duration.ZERO), WatermarkPolicy.heartbeats())) {
      assertThatThrownBy(() -> of(other).check(OLD, 4, topology(OLD, 5)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("had 4 partitions and has 5 now");
      assertThatCode(() -> of(other).checkRestored(TopicMark.UNREAD, topology(OLD, 5)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void rejectsATopicWithFewerPartitionsThanTheSavepoint() {
    assertThatThrownBy(() -> LIVE.checkRestored(MARK, topology(Uuid.ZERO_UUID, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("had 4 partitions when the savepoint was created, but has 3 now");
  }
}
