package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** If two sequences have one position, the writer skips the second, and its records are lost. */
class SequencePositionTest {
  private static RecordBatch recordBatch(int count, byte... packed) {
    return new RecordBatch(count, RecordBatch.NO_WATERMARK, packed);
  }

  private static SequencePosition after(List<RecordBatch> recordBatches) {
    SequencePosition position = SequencePosition.START;
    for (RecordBatch each : recordBatches) {
      position = position.plus(each);
    }
    return position;
  }

  /** Markers in Kafka and savepoints contain these numbers, so they must never change. */
  @Test
  void keepsItsHash() {
    SequencePosition first = SequencePosition.START.plus(recordBatch(2, (byte) 1, (byte) 2));
    assertThat(first).isEqualTo(new SequencePosition(2, 6_180_224_098_684_125_497L));
    assertThat(first.plus(RecordBatch.ofWatermark(1_795_219_200_000L)))
        .isEqualTo(new SequencePosition(3, 5_549_305_479_247_610_570L));
    assertThat(SequencePosition.START.plus(RecordBatch.empty()))
        .isEqualTo(new SequencePosition(1, -9_223_372_019_674_906_624L));
  }

  @Property
  void countsEveryRecord_andOneForEachRecordBatchWithoutRecords(
      @ForAll @Size(max = 20) List<Boolean> withRecords) {
    List<RecordBatch> all = new ArrayList<>();
    long expected = 0;
    for (boolean with : withRecords) {
      all.add(with ? recordBatch(5, (byte) 1) : RecordBatch.empty());
      expected += with ? 5 : 1;
    }
    assertThat(after(all).count()).isEqualTo(expected);
  }

  @Property
  void differsAfterAnyOtherContentOrOrder(
      @ForAll @Size(min = 1, max = 8) List<@Size(max = 6) byte[]> contents,
      @ForAll @Size(min = 1, max = 8) List<@Size(max = 6) byte[]> others) {
    List<byte[]> reversed = new ArrayList<>(contents);
    Collections.reverse(reversed);
    for (List<byte[]> other : List.of(others, reversed)) {
      assertThat(position(contents).equals(position(other)))
          .isEqualTo(shown(contents).equals(shown(other)));
    }
    assertThat(position(contents)).isEqualTo(position(List.copyOf(contents)));
  }

  private static SequencePosition position(List<byte[]> contents) {
    return after(contents.stream().map(content -> recordBatch(1, content)).toList());
  }

  private static List<String> shown(List<byte[]> contents) {
    return contents.stream().map(Arrays::toString).toList();
  }

  @Test
  void differsForEachWatermark_alsoIfNoneHasRecords() {
    Set<SequencePosition> seen = new HashSet<>();
    for (long watermark = -1_000; watermark <= 1_000; watermark++) {
      seen.add(SequencePosition.START.plus(RecordBatch.ofWatermark(watermark)));
    }
    seen.add(SequencePosition.START.plus(RecordBatch.empty()));
    assertThat(seen).hasSize(2_002);
  }

  /** A record batch that is repeated many times must not lead back to an earlier position. */
  @Test
  void neverReturnsToAnEarlierChain_howeverOftenARecordBatchIsRepeated() {
    Set<Long> chains = new HashSet<>();
    SequencePosition position = SequencePosition.START;
    for (int i = 0; i < 10_000; i++) {
      position = position.plus(RecordBatch.empty());
      chains.add(position.chain());
    }
    assertThat(chains).hasSize(10_000);
  }

  /** The number that the last step before the writer assigns is no content: a replay repeats it. */
  @Test
  void doesNotDependOnTheNumberOfTheRecordBatch() {
    RecordBatch numbered = recordBatch(2, (byte) 7).numbered(12);
    assertThat(SequencePosition.START.plus(numbered))
        .isEqualTo(SequencePosition.START.plus(recordBatch(2, (byte) 7)));
  }
}
