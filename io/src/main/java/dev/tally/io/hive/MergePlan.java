package dev.tally.io.hive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which files of a bucket a compaction merges into one, in their order.
 *
 * <p>A large file is one with more than half of the limit. Large files at the beginning are kept as
 * they are. So is the next file if it holds more than twice what follows it: a row is rewritten a
 * few times, and not at every compaction. The rest is merged. No merged file has more rows than the
 * limit, so the index of one file, which is read into memory as a whole, is bounded.
 *
 * @param groups each becomes one file; a group of one file is kept as it is
 */
record MergePlan(List<Group> groups) {
  /** The index of one file, at 8 bytes per row, has at most 64 MiB. */
  static final long MOST_ROWS = 8L << 20;

  private static final int KEPT_ABOVE = 2;

  /** Files of a bucket: the positions from {@code from} up to and without {@code to}. */
  record Group(int from, int to) {
    boolean isKept() {
      return to - from == 1;
    }
  }

  /**
   * A plan.
   *
   * @param rows of each file, in the order of their versions
   * @param mostRows per merged file
   */
  static MergePlan of(long[] rows, long mostRows) {
    List<Group> groups = new ArrayList<>();
    int next = 0;
    while (next < rows.length && isLarge(rows[next], mostRows)) {
      groups.add(new Group(next, ++next));
    }
    if (next < rows.length && rows[next] > KEPT_ABOVE * sum(rows, next + 1)) {
      groups.add(new Group(next, ++next));
    }
    while (next < rows.length) {
      int end = end(rows, next, mostRows);
      groups.add(new Group(next, end));
      next = end;
    }
    return new MergePlan(List.copyOf(groups));
  }

  static boolean isLarge(long rows, long mostRows) {
    return rows > mostRows / 2;
  }

  private static long sum(long[] rows, int from) {
    return Arrays.stream(rows, from, rows.length).sum();
  }

  private static int end(long[] rows, int from, long mostRows) {
    long sum = rows[from];
    int end = from + 1;
    while (end < rows.length && sum + rows[end] <= mostRows) {
      sum += rows[end];
      end++;
    }
    return end;
  }
}
