package dev.tally.io.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses ClickHouse's format {@code TabSeparatedWithNames}: one line with the names of the columns
 * and then one line per row. Line feeds, tabs and backslashes in values are escaped.
 *
 * @param header receives the names of the columns once, before the rows
 * @param row receives the values of each row as text; null is SQL's NULL
 */
record TabSeparated(Consumer<List<String>> header, Consumer<List<@Nullable String>> row) {
  private static final String NULL = "\\N";

  void read(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
    String names = line(lines);
    if (names == null) {
      return;
    }
    header.accept(values(names).stream().map(String::valueOf).toList());
    for (String next = line(lines); next != null; next = line(lines)) {
      row.accept(values(next));
    }
  }

  /**
   * Reads up to the next line feed. Unlike {@link BufferedReader#readLine}, a carriage return is
   * part of the line.
   */
  private static @Nullable String line(BufferedReader in) throws IOException {
    int next = in.read();
    if (next < 0) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  static List<@Nullable String> values(String line) {
    List<@Nullable String> values = new ArrayList<>();
    for (String value : line.split("\t", -1)) {
      values.add(value.equals(NULL) ? null : unescaped(value));
    }
    return Collections.unmodifiableList(values);
  }

  private static String unescaped(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      text.append(c == '\\' && i + 1 < value.length() ? escape(value.charAt(++i)) : c);
    }
    return text.toString();
  }

  private static char escape(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '0' -> '\0';
      default -> letter;
    };
  }
}
