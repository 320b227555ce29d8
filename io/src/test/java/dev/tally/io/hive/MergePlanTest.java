package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.hive.MergePlan.Group;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MergePlanTest {
  @Test
  void mergesAll_andKeepsAFirstFileThatIsMuchLarger() {
    assertThat(MergePlan.of(new long[] {10, 10, 10}, 1000).groups()).containsExactly(group(0, 3));
    assertThat(MergePlan.of(new long[] {100, 10, 10}, 1000).groups())
        .containsExactly(group(0, 1), group(1, 3));
  }

  @Test
  void neverMergesALargeFileAgain() {
    assertThat(MergePlan.of(new long[] {900, 600, 300, 300, 500}, 1000).groups())
        .containsExactly(group(0, 1), group(1, 2), group(2, 4), group(4, 5));
  }

  /** The limit bounds the memory for the index of a file, however many rows a bucket has. */
  @Property
  void noMergedFileIsAboveTheLimit_andEachFileIsInOneGroup_inOrder(
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 1500) Long> rows) {
    long[] all = rows.stream().mapToLong(Long::longValue).toArray();
    int next = 0;
    for (Group group : MergePlan.of(all, 1000).groups()) {
      assertThat(group.from()).isEqualTo(next);
      assertThat(group.to()).isGreaterThan(next);
      next = group.to();
      if (!group.isKept()) {
        assertThat(Arrays.stream(all, group.from(), group.to()).sum()).isLessThanOrEqualTo(1000);
      }
    }
    assertThat(next).isEqualTo(all.length);
  }

  private static Group group(int from, int to) {
    return new Group(from, to);
  }
}
