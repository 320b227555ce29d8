package dev.tally.io.hive;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory of a partition's files; the partition points at one of them.
 *
 * @param partition the directory of the partition, e.g. {@code file:/clicks/day=2026-11-21}
 * @param number how many generations came before it, and 1
 * @param name e.g. {@code g00002-5d1f03aa}
 */
record Generation(String partition, int number, String name) {
  private static final String REPLACED = "_replaced-";

  private static final Pattern NAME = Pattern.compile("g(\\d{5,9})(-[0-9a-z]+)?");

  /** The one that all writers begin a partition with. */
  static Generation first(String partition) {
    return named(partition, "g00001");
  }

  static Generation named(String partition, String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new HiveException(
          partition + "/" + name + " is no directory of HiveIO's: others have changed this table.");
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

  /**
   * A hidden file that is put into a generation just before the pointer moves away from it: from
   * then on, by its time, no new query reads the generation.
   */
  String mark(String random) {
    return path() + "/" + REPLACED + random;
  }

  static boolean isMark(String name) {
    return name.startsWith(REPLACED);
  }

  /** A possible successor, unlike that of anybody else. */
  Generation successor(String random) {
    return named(partition, "g%05d-%s".formatted(number + 1, random));
  }

  Generation sibling(String other) {
    return named(partition, other);
  }

  String path() {
    return partition + "/" + name;
  }
}
