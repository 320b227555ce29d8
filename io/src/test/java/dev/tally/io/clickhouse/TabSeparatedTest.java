package dev.tally.io.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TabSeparatedTest {
  private final List<String> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  @Test
  void readsNamesAndRows_andDistinguishesNullFromText() throws IOException {
    read("a\tb\n1\t\\N\n\\\\N\t\n");
    assertThat(columns).containsExactly("a", "b");
    assertThat(rows).containsExactly(Arrays.asList("1", null), List.of("\\N", ""));
  }

  @Test
  void unescapesControlCharacters_andKeepsCarriageReturns() throws IOException {
    read("a\n\\t\\n\\r\\0\\\\\\'\\b\\f\r\n");
    assertThat(rows).containsExactly(List.of("\t\n\r\0\\'\b\f\r"));
  }

  @Test
  void readsAnEmptyResultAndAnEmptyResponse() throws IOException {
    read("a\n");
    assertThat(columns).containsExactly("a");
    assertThat(rows).isEmpty();
    columns.clear();
    read("");
    assertThat(columns).isEmpty();
  }

  private void read(String text) throws IOException {
    new TabSeparated(columns::addAll, rows::add)
        .read(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
