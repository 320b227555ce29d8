package dev.tally.io.hive;

import com.google.common.base.Strings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which values a partition column can have, and how Hive names the directory of a partition, e.g.
 * {@code day=2026-11-21/shop=a%2Fb}. The names must be Hive's own: {@code MSCK REPAIR TABLE} reads
 * the values from them.
 *
 * <p>Limits: a directory's name has at most 255 bytes of UTF-8, on local file systems and HDFS; the
 * metastore keeps at most 767 characters of all of them together.
 */
final class PartitionValues {
  /** What Hive stores, and reads, where a text partition column has no value. */
  static final String DEFAULT = "__HIVE_DEFAULT_PARTITION__";

  private static final String ESCAPED = "\"#%'*/:=?\\{[]^\u007f";
  private static final int MOST_BYTES = 255;
  private static final int MOST_CHARACTERS = 767;
  private static final int HEX = 16;
  private static final int ESCAPE_LENGTH = 3;

  private PartitionValues() {}

  /** The value that Hive is told: NULL and an empty text are both Hive's default partition. */
  static String stored(@Nullable String value) {
    return Strings.isNullOrEmpty(value) ? DEFAULT : value;
  }

  /** Why a value cannot be a partition's; empty if it can. */
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
            "the value of the partition column %s makes a directory name of %d bytes, more than the %d that a file system takes"
                .formatted(column, bytes, MOST_BYTES))
        : Optional.empty();
  }

  /** Why some values cannot be a partition together; empty if they can. */
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
            "the values of the partition columns make a partition name of %d characters, more than the %d that the metastore takes"
                .formatted(characters, MOST_CHARACTERS))
        : Optional.empty();
  }

  /** The directory of a partition, relative to the table's. */
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

  /** The values of a partition, from its directory's name. */
  static List<String> parse(String directory) {
    return Arrays.stream(directory.split("/", -1))
        .map(name -> unescaped(name.substring(name.indexOf('=') + 1)))
        .toList();
  }

  /** A per cent sign that begins no escape stays, as in Hive. */
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
