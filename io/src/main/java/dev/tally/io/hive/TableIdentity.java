package dev.tally.io.hive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which table data belongs to. A table that is dropped and created again has another id, so that it
 * does not take over the directories of the dropped table.
 *
 * @param id lower-case hexadecimal digits, e.g. {@code 0f3a77b1}
 * @param buckets the number of buckets per partition
 */
record TableIdentity(String id, int buckets) {
  private static final Pattern POINTED = Pattern.compile("_pointed-([0-9a-z]+)-b(\\d+)-.*");

  /**
   * The name of a hidden file that is put into a generation before this table's pointer moves to
   * it: by then the generation holds all rows of its predecessor.
   */
  String pointed(String random) {
    return "_pointed-%s-b%d-%s".formatted(id, buckets, random);
  }

  /** The table that put this file into a generation; empty if the name is not of such a file. */
  static Optional<TableIdentity> ofPointed(String name) {
    Matcher matcher = POINTED.matcher(name);
    return matcher.matches()
        ? Optional.of(new TableIdentity(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }
}
