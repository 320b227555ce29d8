package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir private Path dir;

  private static List<EventFile.Line> read(Path file) throws IOException {
    List<EventFile.Line> lines = new ArrayList<>();
    try (EventFile events = EventFile.open(file)) {
      for (EventFile.Line line = events.next(); line != null; line = events.next()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(dir.resolve(name), bytes);
  }

  @Test
  void aLineIsAValue_byteForByte_theLastOneWithoutLineFeedToo_blankOnesNot() throws IOException {
    byte[] bytes = {'{', (byte) 0xC3, 0x28, '\n', '\n', 'x'};
    List<EventFile.Line> lines = read(file("events.json", bytes));
    assertThat(lines)
        .extracting(EventFile.Line::value)
        .containsExactly(new byte[] {'{', (byte) 0xC3, 0x28}, new byte[] {'x'});
    assertThat(lines).extracting(EventFile.Line::number).containsExactly(1L, 3L);
    assertThat(lines).extracting(EventFile.Line::brokerTime).containsOnlyNulls();
  }

  @Test
  void aTsvHasABrokerTime_andItsValueMayHoldTabs() throws IOException {
    Path file = dir.resolve("events.tsv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("7\ta\tb\n7\t\n9\tc\n".getBytes(StandardCharsets.UTF_8));
    }
    List<EventFile.Line> lines = read(file);
    assertThat(lines).extracting(EventFile.Line::brokerTime).containsExactly(7L, 7L, 9L);
    assertThat(lines)
        .extracting(l -> new String(l.value(), StandardCharsets.UTF_8))
        .containsExactly("a\tb", "", "c");
  }

  @Test
  void aBrokerTimeThatFalls_isAnErrorThatNamesTheLine() throws IOException {
    Path file = file("events.tsv", "9\ta\n8\tb\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> read(file))
        .hasMessageContaining("line 2")
        .hasMessageContaining("sort");
  }

  @Test
  void aTsvLineWithoutATime_isAnErrorThatSaysWhatALineIs() throws IOException {
    for (String line : List.of("{\"a\":1}\n", "12\n", "x\ty\n")) {
      Path file = file("events.tsv", line.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> read(file))
          .hasMessageContaining("line 1: a line of a .tsv file must be");
    }
  }
}
