package dev.tally.io.hive;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of one bucket of a generation, as found by a listing.
 *
 * @param first the lowest version; 1 if there is none
 * @param last the highest version; 0 if there is none. All versions between the two exist
 */
record Bucket(PartitionGeneration generation, int number, long first, long last) {
  private static final Pattern NAME = Pattern.compile("b(\\d{5})-v(\\d{7,18})\\.parquet");

  /**
   * The maximum number of listings. A listing with a gap is repeated because it may have overlapped
   * with a commit; this many in a row mean that a version is missing.
   */
  private static final int LISTINGS = 1_000;

  /**
   * Lists the versions repeatedly, until it is certain that no version below the last one was
   * missed. A listing that overlaps with commits may contain version 2 but not version 1. A listing
   * that begins later contains both, so a bucket that does not begin with version 1 is listed
   * again.
   */
  static Bucket list(FileLog fileLog, PartitionGeneration generation, int number)
      throws IOException {
    long confirmedFirst = 1;
    for (int i = 0; i < LISTINGS; i++) {
      long[] versions = versions(fileLog.list(generation.path()), number);
      if (versions.length == 0) {
        return new Bucket(generation, number, 1, 0);
      }
      long first = versions[0];
      long last = versions[versions.length - 1];
      if (first == confirmedFirst && last - first == versions.length - 1) {
        return new Bucket(generation, number, first, last);
      }
      confirmedFirst = first;
    }
    throw new IOException("A version of bucket %d is missing in %s".formatted(number, generation));
  }

  private static long[] versions(List<String> names, int number) {
    return names.stream()
        .map(NAME::matcher)
        .filter(name -> name.matches() && Integer.parseInt(name.group(1)) == number)
        .mapToLong(name -> Long.parseLong(name.group(2)))
        .sorted()
        .toArray();
  }

  boolean isEmpty() {
    return last < first;
  }

  int files() {
    return Math.toIntExact(last - first + 1);
  }

  /** Returns the path of a version, which need not exist. */
  String path(long version) {
    return String.format(Locale.ROOT, "%s/b%05d-v%07d.parquet", generation.path(), number, version);
  }

  static boolean isData(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches();
  }
}
