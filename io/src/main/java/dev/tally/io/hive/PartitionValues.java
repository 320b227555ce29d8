package dev.tally.io.hive;

import com.google.common.base.Strings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of partition columns and names the directory of a partition as Hive does, e.g.
 * {@code day=2026-11-21/shop=a%2Fb}. The names must equal Hive's own because {@code MSCK REPAIR
 * TABLE} reads the values from them.
 *
 * <p>Limits: a directory name has at most 255 bytes of UTF-8 on local file systems and HDFS. The
 * metastore stores at most 767 characters for the names of all levels together.
 */
final class PartitionValues {
  /** The value that Hive stores and returns if a string partition column has no value. */
  static final String DEFAULT = "__HIVE_DEFAULT_PARTITION__";

  private static final String ESCAPED = "\"#%'*/:=?\\{[]^\u007f";
  private static final int MOST_BYTES = 255;
  private static final int MOST_CHARACTERS = 767;
  private static final int HEX = 16;
  private static final int ESCAPE_LENGTH = 3;

  private PartitionValues() {}

  /**
   * Returns the value as Hive stores it: NULL and an empty string are both Hive's default
   * partition.
   */
  static String stored(@Nullable String value) {
    return Strings.isNullOrEmpty(value) ? DEFAULT : value;
  }

  /** Returns why a value cannot be a partition value; empty if it can. */
  static Optional<String> refusal(String column, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return Optional.empty();
    }
    if (value.equals(DEFAULT)) {
      return Optional.of(
          "the value of the partition column %s is %s, which Hive uses for rows without a value"
              .formatted(column, DEFAULT));
    }
    if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      return Optional.of(
          "the value of the partition column %s has a NUL character or half a surrogate pair"
              .formatted(column));
    }
    int bytes = directory(column, value).getBytes(StandardCharsets.UTF_8).length;
    return bytes > MOST_BYTES
        ? Optional.of(
            "the value of the partition column %s makes a directory name of %d bytes, but a file system allows at most %d"
                .formatted(column, bytes, MOST_BYTES))
        : Optional.empty();
  }

  /** Returns why the values cannot form a partition together; empty if they can. */
  static Optional<String> refusal(List<String> columns, List<@Nullable String> values) {
    List<String> stored = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Optional<String> refusal = refusal(columns.get(i), values.get(i));
      if (refusal.isPresent()) {
        return refusal;
      }
      stored.add(stored(values.get(i)));
    }
    int characters = directory(columns, stored).length();
    return characters > MOST_CHARACTERS
        ? Optional.of(
            "the values of the partition columns make a partition name of %d characters, but the metastore allows at most %d"
                .formatted(characters, MOST_CHARACTERS))
        : Optional.empty();
  }

  /** Returns the directory of a partition, relative to the table's directory. */
  static String directory(List<String> columns, List<String> values) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      names.add(directory(columns.get(i), values.get(i)));
    }
    return String.join("/", names);
  }

  private static String directory(String column, String value) {
    return escaped(column) + "=" + escaped(value);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || ESCAPED.indexOf(c) >= 0) {
        escaped.append("%%%02X".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Parses the values of a partition from the name of its directory. */
  static List<String> parse(String directory) {
    return Arrays.stream(directory.split("/", -1))
        .map(name -> unescaped(name.substring(name.indexOf('=') + 1)))
        .toList();
  }

  /** Keeps a percent sign that does not begin an escape, as Hive does. */
  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    int next = 0;
    while (next < text.length()) {
      int code = escape(text, next);
      plain.append(code < 0 ? text.charAt(next) : (char) code);
      next += code < 0 ? 1 : ESCAPE_LENGTH;
    }
    return plain.toString();
  }

  private static int escape(String text, int at) {
    if (text.charAt(at) != '%' || at + ESCAPE_LENGTH > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at + 1), HEX);
    int low = Character.digit(text.charAt(at + 2), HEX);
    return high < 0 || low < 0 ? -1 : high * HEX + low;
  }
}
