package dev.tally.io.hive;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A generation of a partition: one of the directories that hold its files. The partition's entry in
 * the metastore points at the current generation.
 *
 * @param partition the directory of the partition, e.g. {@code file:/clicks/day=2026-11-21}
 * @param number 1 for the first generation that a table creates in the partition, and one more for
 *     each successor
 * @param name e.g. {@code g00002-0f3a77b1-5d1f03aa}: the number, the id of the table that created
 *     it, and a random part, which the first generation does not have
 */
record PartitionGeneration(String partition, int number, String name) {
  private static final String REPLACED = "_replaced-";

  private static final Pattern NAME = Pattern.compile("g(\\d{5,9})-([0-9a-z]+)(-[0-9a-z]+)?");

  /**
   * Returns the first generation of a partition, which is the same for every writer of the table.
   */
  static PartitionGeneration first(String partition, TableIdentity table) {
    return named(partition, "g00001-" + table.id());
  }

  static PartitionGeneration named(String partition, String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new HiveException(
          "%s/%s was not created by HiveIO: another program has changed the partition's location. `./tally hive check` lists such partitions."
              .formatted(partition, name));
    }
    return new PartitionGeneration(partition, Integer.parseInt(matcher.group(1)), name);
  }

  /** Parses the path of a generation. */
  static PartitionGeneration at(String path) {
    String clean = withoutSlash(path);
    int slash = clean.lastIndexOf('/');
    return named(clean.substring(0, Math.max(slash, 0)), clean.substring(slash + 1));
  }

  /** Returns true if the path has the form of the path of a generation. */
  static boolean isPath(String path) {
    String clean = withoutSlash(path);
    return isName(clean.substring(clean.lastIndexOf('/') + 1));
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Returns true if the table created this generation, even if its pointer never moved to it. */
  boolean isOf(TableIdentity table) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && matcher.group(2).equals(table.id());
  }

  /**
   * Returns the path of a hidden file that is created in a generation just before the pointer moves
   * away from it. The age of the generation is counted from this file's modification time.
   */
  String replacedMark(String random) {
    return path() + "/" + REPLACED + random;
  }

  static boolean isReplacedMark(String name) {
    return name.startsWith(REPLACED);
  }

  /** Returns a possible successor, with a name that no other compaction uses. */
  PartitionGeneration successor(TableIdentity table, String random) {
    return named(
        partition, String.format(Locale.ROOT, "g%05d-%s-%s", number + 1, table.id(), random));
  }

  PartitionGeneration sibling(String other) {
    return named(partition, other);
  }

  String path() {
    return partition + "/" + name;
  }
}
