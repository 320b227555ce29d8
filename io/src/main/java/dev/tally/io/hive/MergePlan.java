package dev.tally.io.hive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decides which consecutive files of a bucket a compaction merges into one.
 *
 * <p>A file is large if it has more than half of the maximum number of rows. Large files at the
 * beginning are kept as they are. The next file is kept as well if it has more than twice as many
 * rows as all files after it: so a row is rewritten only a few times, and not by every compaction.
 * All other files are merged. No merged file exceeds the maximum. This bounds the index of a file,
 * which is read into memory as a whole.
 *
 * @param groups in the order of the files. Each group becomes one file; a group of one file is kept
 *     as it is
 */
record MergePlan(List<Group> groups) {
  /**
   * The maximum number of rows of a merged file. Its index, 8 bytes per row, has at most 64 MiB.
   */
  static final long MOST_ROWS = 8L << 20;

  private static final int KEPT_ABOVE = 2;

  /**
   * The files of a bucket at the positions from {@code from}, inclusive, to {@code to}, exclusive.
   */
  record Group(int from, int to) {
    boolean isKept() {
      return to - from == 1;
    }
  }

  /**
   * Plans the compaction of a bucket.
   *
   * @param rows the number of rows of each file, in the order of their versions
   * @param mostRows the maximum number of rows of a merged file
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
