package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.CommitMarker.Fate;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class CommitMarkerTest {
  private static final Uuid TOPIC = Uuid.fromString("Yg9xAAAAQAAAAAAAAAAAAA");
  private static final CommitMarker NONE = CommitMarker.none(new TopicIdentity(TOPIC, 4));

  private static SequencePosition after(SequencePosition start, String... values) {
    SequencePosition position = start;
    for (String value : values) {
      RecordBatch.Packer packer = new RecordBatch.Packer();
      packer.add(new ProducerRecord<>("t", 0, 7L, value.getBytes(UTF_8), value.getBytes(UTF_8)));
      position = position.plus(packer.pack());
    }
    return position;
  }

  private static CommitMarker.End end(SequencePosition position) {
    return new CommitMarker.End(position, 10 * position.count());
  }

  @Test
  void writesNewBatches_andSkipsCommittedOnes() {
    SequencePosition first = after(SequencePosition.START, "a", "b");
    CommitMarker marker = NONE.plus(end(first));
    assertThat(marker.fateOf(first)).isEqualTo(Fate.WRITE);
    assertThat(marker.fateOf(SequencePosition.START)).isEqualTo(Fate.SKIP);
    assertThat(marker.has(first)).isTrue();
  }

  @Test
  void detectsABatchThatDiffersFromTheCommittedOne() {
    CommitMarker marker = NONE.plus(end(after(SequencePosition.START, "a", "b")));
    assertThat(marker.has(after(SequencePosition.START, "b", "a"))).isFalse();
    assertThat(marker.has(after(SequencePosition.START, "a"))).isFalse();
    assertThat(marker.fateOf(after(SequencePosition.START, "x", "y"))).isEqualTo(Fate.NOT_OURS);
  }

  @Test
  void detectsAStateAheadOfTheMarker_becauseTheMarkerHasExpired() {
    assertThat(NONE.fateOf(after(SequencePosition.START, "a"))).isEqualTo(Fate.NOT_OURS);
  }

  @Test
  void skipsAPartlyCommittedBatchUpToTheTip() {
    SequencePosition end = after(SequencePosition.START, "a");
    CommitMarker marker = NONE.plus(end(end)).upTo(after(end, "b"));
    assertThat(marker.fateOf(end)).isEqualTo(Fate.SKIP);
    assertThat(marker.has(after(end, "b"))).isFalse();
  }

  @Test
  void goesBackToAPosition_andForgetsLaterEnds() {
    SequencePosition first = after(SequencePosition.START, "a");
    SequencePosition second = after(first, "b");
    CommitMarker marker = NONE.plus(end(first)).plus(end(second));
    assertThat(marker.backTo(new CommitMarker.End(first, 0))).isEqualTo(NONE.plus(end(first)));
    assertThat(marker.backTo(end(after(first, "x"))).fateOf(after(first, "x")))
        .isEqualTo(Fate.WRITE);
  }

  @Test
  void returnsTheOffsetOfAnEnd() {
    SequencePosition first = after(SequencePosition.START, "a");
    CommitMarker marker = NONE.plus(end(first));
    assertThat(marker.offsetOf(first)).hasValue(10);
    assertThat(marker.offsetOf(after(first, "b"))).isEmpty();
    assertThat(NONE.isNone()).isTrue();
    assertThat(marker.isNone()).isFalse();
  }

  @Test
  void rejectsAnotherNumberOfPartitions() {
    NONE.require("t", 4);
    assertThatThrownBy(() -> NONE.require("t", 8))
        .hasMessageContaining("had 4 partitions")
        .hasMessageContaining("has 8 now");
  }

  @Test
  void doesNotBelongToARecreatedTopic_unlessTheBrokersHaveNoIds() {
    assertThat(NONE.isOf(TOPIC)).isTrue();
    assertThat(NONE.isOf(Uuid.fromString("Yg9xAAAAQAAAAAAAAAAAAQ"))).isFalse();
    assertThat(NONE.isOf(Uuid.ZERO_UUID)).isTrue();
  }

  @Test
  void isEncodedAsText_version4() {
    CommitMarker marker =
        NONE.plus(new CommitMarker.End(new SequencePosition(2, 0x1a), 20))
            .upTo(new SequencePosition(3, -1));
    assertThat(marker.encode()).isEqualTo("4;Yg9xAAAAQAAAAAAAAAAAAA;4;3:ffffffffffffffff;;2:1a:20");
    assertThat(marker.writtenBy(List.of(44L, 43L, 44L)).encode())
        .isEqualTo("4;Yg9xAAAAQAAAAAAAAAAAAA;4;3:ffffffffffffffff;43,44;2:1a:20");
  }

  @Test
  void readsVersion3_whichHasNoProducers() {
    assertThat(CommitMarker.parse("3;Yg9xAAAAQAAAAAAAAAAAAA;4;3:ffffffffffffffff;2:1a:20;3:1b:30"))
        .isEqualTo(
            NONE.plus(new CommitMarker.End(new SequencePosition(2, 0x1a), 20))
                .plus(new CommitMarker.End(new SequencePosition(3, 0x1b), 30))
                .upTo(new SequencePosition(3, -1)));
    assertThat(CommitMarker.parse(NONE.encode())).isEqualTo(NONE);
  }

  @Test
  void reportsAllBelowTheLastEnd_asCommitted() {
    assertThat(NONE.committedBelow()).isZero();
    SequencePosition first = after(SequencePosition.START, "a");
    assertThat(NONE.plus(end(first)).upTo(after(first, "b")).committedBelow()).isEqualTo(10);
  }

  @Test
  void survivesEncoding_andFitsTheLimitOfTheBrokers() {
    CommitMarker marker = NONE;
    SequencePosition end = SequencePosition.START;
    for (int i = 0; i < 100; i++) {
      end = new SequencePosition(Long.MAX_VALUE - 100 + i, -i);
      marker = marker.plus(new CommitMarker.End(end, Long.MAX_VALUE - i));
    }
    CommitMarker inPart =
        marker
            .upTo(new SequencePosition(Long.MAX_VALUE, -1))
            .writtenBy(LongStream.rangeClosed(0, TwoPhaseLog.SLOTS).boxed().toList());
    assertThat(CommitMarker.parse(marker.encode())).isEqualTo(marker);
    assertThat(CommitMarker.parse(inPart.encode())).isEqualTo(inPart);
    assertThat(inPart.encode().length()).isLessThanOrEqualTo(CommitMarker.maxBytes());
    assertThat(CommitMarker.maxBytes()).isLessThan(4096);
    assertThatThrownBy(() -> CommitMarker.parse("{\"seq\":1}")).hasMessageContaining("sink group");
  }
}
