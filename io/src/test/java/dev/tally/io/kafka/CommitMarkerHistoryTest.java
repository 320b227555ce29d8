package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.CommitMarker.End;
import dev.tally.io.kafka.CommitMarker.Fate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the decisions of a marker with the history of its shard. */
class CommitMarkerHistoryTest {
  private static final int REMEMBERED = 32;
  private static final CommitMarker NONE =
      CommitMarker.none(new TopicIdentity(Uuid.fromString("Yg9xAAAAQAAAAAAAAAAAAA"), 4));

  /** The positions after 0, 1, 2 … commit batches. */
  private static List<SequencePosition> history(int commits) {
    List<SequencePosition> positions = new ArrayList<>(List.of(SequencePosition.START));
    for (int i = 0; i < commits; i++) {
      positions.add(positions.get(i).plus(RecordBatch.ofWatermark(i)));
    }
    return positions;
  }

  private static End end(List<SequencePosition> positions, int commit) {
    return new End(positions.get(commit), 100L + commit);
  }

  private static CommitMarker after(List<SequencePosition> positions) {
    CommitMarker marker = NONE;
    for (int commit = 1; commit < positions.size(); commit++) {
      marker = marker.plus(end(positions, commit));
    }
    return CommitMarker.parse(marker.encode());
  }

  @Property(tries = 200)
  void writesAtTheTip_skipsWhatItRemembers_andRefusesAllElse(
      @ForAll @IntRange(max = 80) int commits) {
    List<SequencePosition> positions = history(commits);
    CommitMarker marker = after(positions);
    for (int i = 0; i <= commits; i++) {
      boolean remembered = i == 0 || i > commits - REMEMBERED;
      Fate expected = i == commits ? Fate.WRITE : remembered ? Fate.SKIP : Fate.NOT_OURS;
      assertThat(marker.fateOf(positions.get(i))).as("at commit %d", i).isEqualTo(expected);
      assertThat(marker.has(positions.get(i))).isEqualTo(i > 0 && remembered);
      if (i > 0 && remembered) {
        assertThat(marker.offsetOf(positions.get(i))).hasValue(100L + i);
      } else {
        assertThat(marker.offsetOf(positions.get(i))).isEmpty();
      }
    }
  }

  /** A clone of the job has the same number of records, but other ones. */
  @Property(tries = 200)
  void refusesThePositionsOfAnotherSequence(@ForAll @IntRange(min = 1, max = 80) int commits) {
    CommitMarker marker = after(history(commits));
    SequencePosition other = SequencePosition.START;
    for (int i = 0; i < commits + 2; i++) {
      other = other.plus(RecordBatch.ofWatermark(i + 1_000));
      assertThat(marker.fateOf(other)).isEqualTo(Fate.NOT_OURS);
    }
  }

  @Property(tries = 200)
  void forgetsWhatComesAfterAPosition_thatTheJobGoesBackTo(
      @ForAll @IntRange(min = 1, max = 80) int commits, @ForAll @IntRange(max = 79) int back) {
    List<SequencePosition> positions = history(commits);
    int to = back % commits;
    CommitMarker marker = after(positions).backTo(end(positions, to));
    assertThat(marker.fateOf(positions.get(to))).isEqualTo(Fate.WRITE);
    for (int i = to + 1; i <= commits; i++) {
      assertThat(marker.fateOf(positions.get(i))).isEqualTo(Fate.NOT_OURS);
      assertThat(marker.has(positions.get(i))).isFalse();
    }
    CommitMarker again = marker.plus(end(positions, to + 1));
    assertThat(again.fateOf(positions.get(to))).isEqualTo(Fate.SKIP);
    assertThat(again.fateOf(positions.get(to + 1))).isEqualTo(Fate.WRITE);
  }

  @Property(tries = 200)
  void survivesEncoding_withAnyNumbers(
      @ForAll @IntRange(min = 1, max = 9_999) int partitions,
      @ForAll long count,
      @ForAll long chain,
      @ForAll long offset) {
    SequencePosition position = new SequencePosition(count, chain);
    CommitMarker marker =
        CommitMarker.none(new TopicIdentity(Uuid.randomUuid(), partitions))
            .plus(new End(position, offset))
            .upTo(new SequencePosition(count, ~chain));
    assertThat(CommitMarker.parse(marker.encode())).isEqualTo(marker);
    assertThat(CommitMarker.isMarker(marker.encode())).isTrue();
    assertThat(CommittedTimes.parse(marker.encode())).isEmpty();
  }

  /** Other consumers write such metadata, and an earlier or later build another version. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "3;;;",
        "2;Yg9xAAAAQAAAAAAAAAAAAA;4;0:0",
        "4;Yg9xAAAAQAAAAAAAAAAAAA;4;0:0",
        "4;Yg9xAAAAQAAAAAAAAAAAAA;4;0:0;x",
        "4;Yg9xAAAAQAAAAAAAAAAAAA;4;0:0;5:0:1",
        "5;Yg9xAAAAQAAAAAAAAAAAAA;4;0:0;",
        "3;a;b;c",
        "3;Yg9xAAAAQAAAAAAAAAAAAA;x;0:0",
        "3;Yg9xAAAAQAAAAAAAAAAAAA;4;0",
        "3;Yg9xAAAAQAAAAAAAAAAAAA;4;0:0;5",
        "3;Yg9xAAAAQAAAAAAAAAAAAA;4;0:0;5:x:1",
        "1;1795219200000;1795219190000",
        "{\"seq\":1}"
      })
  void refusesOtherMetadata_andSaysWhatToDo(String metadata) {
    assertThatThrownBy(() -> CommitMarker.parse(metadata))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("used by another application or another build of Tally")
        .hasMessageContaining("'" + metadata + "'")
        .hasMessageContaining("Choose another sink group.");
  }
}
