package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.Marker.Fate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class MarkerTest {
  private static final Uuid TOPIC = Uuid.fromString("Yg9xAAAAQAAAAAAAAAAAAA");
  private static final Marker NONE = Marker.none(new TopicIdentity(TOPIC, 4));

  private static Position after(Position start, String... values) {
    Position position = start;
    for (String value : values) {
      Chunk.Packer packer = new Chunk.Packer();
      packer.add(new ProducerRecord<>("t", 0, 7L, value.getBytes(UTF_8), value.getBytes(UTF_8)));
      position = position.plus(packer.pack());
    }
    return position;
  }

  private static Marker.End end(Position position) {
    return new Marker.End(position, 10 * position.count());
  }

  @Test
  void writesNewBatches_andSkipsCommittedOnes() {
    Position first = after(Position.START, "a", "b");
    Marker marker = NONE.plus(end(first));
    assertThat(marker.fateOf(first)).isEqualTo(Fate.WRITE);
    assertThat(marker.fateOf(Position.START)).isEqualTo(Fate.SKIP);
    assertThat(marker.has(first)).isTrue();
  }

  @Test
  void detectsABatchThatDiffersFromTheCommittedOne() {
    Marker marker = NONE.plus(end(after(Position.START, "a", "b")));
    assertThat(marker.has(after(Position.START, "b", "a"))).isFalse();
    assertThat(marker.has(after(Position.START, "a"))).isFalse();
    assertThat(marker.fateOf(after(Position.START, "x", "y"))).isEqualTo(Fate.NOT_OURS);
  }

  @Test
  void detectsAStateAheadOfTheMarker_becauseTheMarkerHasExpired() {
    assertThat(NONE.fateOf(after(Position.START, "a"))).isEqualTo(Fate.NOT_OURS);
  }

  @Test
  void skipsAPartlyCommittedBatchUpToTheTip() {
    Position end = after(Position.START, "a");
    Marker marker = NONE.plus(end(end)).upTo(after(end, "b"));
    assertThat(marker.fateOf(end)).isEqualTo(Fate.SKIP);
    assertThat(marker.has(after(end, "b"))).isFalse();
  }

  @Test
  void goesBackToAPosition_andForgetsLaterEnds() {
    Position first = after(Position.START, "a");
    Position second = after(first, "b");
    Marker marker = NONE.plus(end(first)).plus(end(second));
    assertThat(marker.backTo(new Marker.End(first, 0))).isEqualTo(NONE.plus(end(first)));
    assertThat(marker.backTo(end(after(first, "x"))).fateOf(after(first, "x")))
        .isEqualTo(Fate.WRITE);
  }

  @Test
  void returnsTheOffsetOfAnEnd() {
    Position first = after(Position.START, "a");
    Marker marker = NONE.plus(end(first));
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
  void isEncodedAsText_version3() {
    Marker marker = NONE.plus(new Marker.End(new Position(2, 0x1a), 20)).upTo(new Position(3, -1));
    assertThat(marker.encode()).isEqualTo("3;Yg9xAAAAQAAAAAAAAAAAAA;4;3:ffffffffffffffff;2:1a:20");
  }

  @Test
  void survivesEncoding_andFitsTheLimitOfTheBrokers() {
    Marker marker = NONE;
    Position end = Position.START;
    for (int i = 0; i < 100; i++) {
      end = new Position(Long.MAX_VALUE - 100 + i, -i);
      marker = marker.plus(new Marker.End(end, Long.MAX_VALUE - i));
    }
    Marker inPart = marker.upTo(new Position(Long.MAX_VALUE, -1));
    assertThat(Marker.parse(marker.encode())).isEqualTo(marker);
    assertThat(Marker.parse(inPart.encode())).isEqualTo(inPart);
    assertThat(inPart.encode().length()).isLessThanOrEqualTo(Marker.maxBytes());
    assertThat(Marker.maxBytes()).isLessThan(4096);
    assertThatThrownBy(() -> Marker.parse("{\"seq\":1}")).hasMessageContaining("sink group");
  }
}
