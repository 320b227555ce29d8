package dev.tally.io.hive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of the table that data belongs to. A table that is dropped and created again has
 * another id, so it does not use the directories of the dropped table.
 *
 * @param id lower-case hexadecimal digits, e.g. {@code 0f3a77b1}
 * @param buckets the number of buckets per partition
 */
record TableIdentity(String id, int buckets) {
  private static final Pattern POINTED = Pattern.compile("_pointed-([0-9a-z]+)-b(\\d+)-.*");

  /**
   * Returns the name of a hidden file that is created in a generation before this table's pointer
   * moves to it. When the file is created, the generation already holds all rows of its
   * predecessor.
   */
  String pointedMarkName(String random) {
    return "_pointed-" + id + "-b" + buckets + "-" + random;
  }

  /**
   * Returns the table that created a file with this name in a generation; empty if the name has
   * another form.
   */
  static Optional<TableIdentity> ofPointed(String name) {
    Matcher matcher = POINTED.matcher(name);
    return matcher.matches()
        ? Optional.of(new TableIdentity(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }
}
