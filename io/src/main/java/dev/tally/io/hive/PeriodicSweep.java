package dev.tally.io.hive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sweeps a table periodically, at most 200 partitions per sweep. The writer that finds a sweep to
 * be due performs it.
 *
 * <p>The time of the last sweep is the modification time, by the store's clock, of a file in the
 * staging directory, e.g. {@code _swept-000200-5d1f03aa}. The number in its name is the position in
 * the sorted list of partitions at which the next sweep begins. Concurrent sweeps do no harm.
 */
final class PeriodicSweep<P> {
  private static final Pattern SWEPT = Pattern.compile("_swept-(\\d+)-.*");
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
  private static final int SWEEPS_PER_RETENTION = 4;
  private static final int MOST_PARTITIONS = 200;

  private final SweepTable<P> sweeper;
  private final Partitions<P> partitions;
  private final LongSupplier nanos;
  private final Duration interval;
  private long nextCheck;

  @FunctionalInterface
  interface Partitions<P> {
    /** Returns all partitions of the table, always in the same order. */
    List<P> all() throws IOException;
  }

  /**
   * Creates a schedule with an interval of a quarter of the retention, at most an hour.
   *
   * @param nanos a monotonic clock in nanoseconds; it only limits how often the store is accessed
   */
  PeriodicSweep(SweepTable<P> sweeper, Partitions<P> partitions, LongSupplier nanos) {
    this.sweeper = sweeper;
    this.partitions = partitions;
    this.nanos = nanos;
    Duration share = sweeper.keep().dividedBy(SWEEPS_PER_RETENTION);
    this.interval = share.compareTo(LONGEST_INTERVAL) < 0 ? share : LONGEST_INTERVAL;
    this.nextCheck = nanos.getAsLong();
  }

  /**
   * Sweeps if no writer has done so within the interval; returns how many files and directories
   * were deleted.
   */
  int sweepIfDue() throws IOException {
    if (nanos.getAsLong() - nextCheck < 0) {
      return 0;
    }
    nextCheck = nanos.getAsLong() + interval.toNanos();
    FileLog fileLog = sweeper.log().fileLog();
    String directory = sweeper.log().staging().directory();
    List<String> marks =
        fileLog.list(directory).stream().filter(name -> SWEPT.matcher(name).matches()).toList();
    long last = 0;
    int position = 0;
    for (String mark : marks) {
      long swept = fileLog.modifiedMillis(directory + "/" + mark);
      if (swept > last) {
        last = swept;
        position = position(mark);
      }
    }
    if (last > 0 && sweeper.clock().millis() - last < interval.toMillis()) {
      return 0;
    }
    return sweep(position, marks);
  }

  private int sweep(int position, List<String> marks) throws IOException {
    List<P> all = partitions.all();
    int begin = position < all.size() ? position : 0;
    int end = Math.min(begin + MOST_PARTITIONS, all.size());
    Staging staging = sweeper.log().staging();
    FileLog fileLog = sweeper.log().fileLog();
    fileLog.makeDirectory(staging.directory());
    fileLog.createEmpty(
        String.format(
            Locale.ROOT, "%s/_swept-%06d-%s", staging.directory(), end, staging.unique()));
    for (String mark : marks) {
      fileLog.delete(staging.directory() + "/" + mark);
    }
    int deleted = sweeper.staged();
    for (P partition : all.subList(begin, end)) {
      deleted += sweeper.generations(partition);
    }
    return deleted;
  }

  private static int position(String mark) {
    return Stream.of(SWEPT.matcher(mark))
        .filter(Matcher::matches)
        .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
        .sum();
  }
}
