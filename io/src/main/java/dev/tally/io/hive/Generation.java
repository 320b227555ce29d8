package dev.tally.io.hive;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory of a partition's files; the metastore's entry of the partition points at one of them.
 *
 * @param partition the directory of the partition, e.g. {@code file:/clicks/day=2026-11-21}
 * @param number 1 for the first generation of a table, one more for each successor
 * @param name e.g. {@code g00002-0f3a77b1-5d1f03aa}: the number, the id of the table that made it,
 *     and a random part that the first generation does not have
 */
record Generation(String partition, int number, String name) {
  private static final String REPLACED = "_replaced-";

  private static final Pattern NAME = Pattern.compile("g(\\d{5,9})-([0-9a-z]+)(-[0-9a-z]+)?");

  /** The generation that every writer of a table begins an empty partition with. */
  static Generation first(String partition, TableIdentity table) {
    return named(partition, "g00001-" + table.id());
  }

  static Generation named(String partition, String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new HiveException(
          "%s/%s is not a directory of HiveIO: another program has changed the partition's location. `./tally hive check` lists such partitions."
              .formatted(partition, name));
    }
    return new Generation(partition, Integer.parseInt(matcher.group(1)), name);
  }

  /** From its whole path. */
  static Generation at(String path) {
    String clean = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    int slash = clean.lastIndexOf('/');
    return named(clean.substring(0, Math.max(slash, 0)), clean.substring(slash + 1));
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** True if the table made this generation, whether the pointer was ever moved to it or not. */
  boolean isOf(TableIdentity table) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && matcher.group(2).equals(table.id());
  }

  /**
   * A hidden file that is put into a generation just before the pointer moves away from it: from
   * its time on, no new query reads the generation.
   */
  String mark(String random) {
    return path() + "/" + REPLACED + random;
  }

  static boolean isMark(String name) {
    return name.startsWith(REPLACED);
  }

  /** A possible successor, with a name that no other compaction uses. */
  Generation successor(TableIdentity table, String random) {
    return named(partition, "g%05d-%s-%s".formatted(number + 1, table.id(), random));
  }

  Generation sibling(String other) {
    return named(partition, other);
  }

  String path() {
    return partition + "/" + name;
  }
}
