package dev.tally.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deleted although a group has not read it is lost. */
class GroupReadsTest {
  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);

  private static OffsetAndMetadata at(long offset, long watermark) {
    return new OffsetAndMetadata(offset, new CommittedTimes(watermark + 10, watermark).encode());
  }

  private static NeededFrom need(GroupReads reads, String group) {
    return reads.needs().stream()
        .filter(need -> need.reader().equals(GroupReads.name(group)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aGroupNeedsEverything_whereItHasReadNothing() {
    GroupReads reads = new GroupReads(Map.of("union", Map.of(SECOND, at(7, 5))));
    assertThat(need(reads, "union").in(0)).isZero();
    assertThat(need(reads, "union").in(1)).isEqualTo(7);
    assertThat(need(reads, "union").reader()).isEqualTo("consumer group union");
    assertThat(reads.has("union")).isTrue();
    assertThat(reads.has("other")).isFalse();
  }

  @Test
  void aGroupOfAnotherProgramCounts_butHasNoWatermark() {
    OffsetAndMetadata plain = new OffsetAndMetadata(9, "");
    GroupReads reads =
        new GroupReads(Map.of("tool", Map.of(FIRST, plain), "union", Map.of(FIRST, at(3, 50))));
    assertThat(need(reads, "tool").in(0)).isEqualTo(9);
    assertThat(reads.watermark(FIRST)).hasValue(50);
    assertThat(new GroupReads(Map.of("tool", Map.of(FIRST, plain))).watermark(FIRST)).isEmpty();
  }

  @Test
  void theSlowestJobDecides_whatTheWatermarkIs() {
    GroupReads reads =
        new GroupReads(
            Map.of(
                "a", Map.of(FIRST, at(3, 50), SECOND, at(3, 70)), "b", Map.of(FIRST, at(9, -4))));
    assertThat(reads.watermark(FIRST)).hasValue(-4);
    assertThat(reads.watermark(SECOND)).hasValue(70);
    assertThat(reads.watermark(new TopicPartition("t", 2))).isEqualTo(OptionalLong.empty());
  }

  /** Compares the deletion with a decision on each single offset. */
  @Property(tries = 500)
  void deletesExactlyTheRecords_thatAreOldAndThatEveryGroupHasRead(
      @ForAll @LongRange(min = 0, max = 20) long start,
      @ForAll @LongRange(min = 0, max = 20) long records,
      @ForAll @LongRange(min = 0, max = 45) long young,
      @ForAll("readers") List<NeededFrom> readers) {
    long end = start + records;
    PrunedPartition pruned =
        PrunedPartition.of(new PrunedPartition.Extent("t", 1, start, end), young, readers);
    for (long offset = start; offset < end; offset++) {
      long at = offset;
      boolean deletable = at < young && readers.stream().allMatch(r -> at < r.in(1));
      assertThat(at < pruned.keptFrom()).as("offset %d", at).isEqualTo(deletable);
    }
    assertThat(pruned.keptFrom()).isBetween(start, end);
    assertThat(pruned.deleted()).isEqualTo(pruned.keptFrom() - start);
  }

  /** The reason names a reader only if that reader alone explains where the deletion ends. */
  @Property(tries = 500)
  void namesAReaderThatNeedsTheFirstKeptRecord(
      @ForAll @LongRange(min = 0, max = 45) long young,
      @ForAll("readers") List<NeededFrom> readers) {
    PrunedPartition pruned =
        PrunedPartition.of(new PrunedPartition.Extent("t", 1, 0, 40), young, readers);
    List<NeededFrom> named =
        readers.stream().filter(r -> pruned.reason().equals("not read by " + r.reader())).toList();
    if (!named.isEmpty()) {
      assertThat(named).anyMatch(r -> r.in(1) == pruned.keptFrom());
    } else {
      assertThat(pruned.reason())
          .isEqualTo(pruned.keptFrom() < 40 ? "younger than --keep" : "not written yet");
      assertThat(pruned.keptFrom()).isEqualTo(Math.min(young, 40));
    }
  }

  @Property
  void readsBackTheTimesThatItCommits(
      @ForAll @LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L) long a,
      @ForAll @LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L) long b) {
    CommittedTimes times = new CommittedTimes(a, b);
    assertThat(CommittedTimes.parse(times.encode())).contains(times);
    assertThat(CommitMarker.isMarker(times.encode())).isFalse();
    CommittedTimes unread = CommittedTimes.of(PartitionProgress.unread(0));
    assertThat(CommittedTimes.parse(unread.encode())).contains(unread);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1;2", "1;2;3;4", "2;2;3", "1;x;3", "1;2;", " 1;2;3", "1;--2;3"})
  void readsNoTimesFromOtherMetadata(String metadata) {
    assertThat(CommittedTimes.parse(metadata)).isEmpty();
  }

  @Provide
  Arbitrary<List<NeededFrom>> readers() {
    Arbitrary<Long> offsets = Arbitraries.longs().between(0, 45);
    return Combinators.combine(Arbitraries.of("a", "b", "c"), Arbitraries.of(0, 1), offsets)
        .as((name, partition, offset) -> new NeededFrom(name + offset, Map.of(partition, offset)))
        .list()
        .ofMaxSize(4);
  }
}
