package dev.tally.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No Kafka is running here: a file that passes the check fails with another message, because there
 * is no broker.
 */
class SendCommandTest {
  private static final String EVENT = "{\"event_id\":\"e-1\"}";
  private static final String NO_KAFKA = "No local KAFKA is running";

  @TempDir private Path dir;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(dir.resolve(name), bytes);
  }

  private Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(UTF_8));
  }

  private Cli send(Object... arguments) {
    return Cli.run(
        Stream.concat(
                Stream.of("send", "--dir=" + dir.resolve("none")),
                Arrays.stream(arguments).map(Object::toString))
            .toArray(String[]::new));
  }

  private void refused(Path file, String... words) {
    Cli sent = send(file);
    assertThat(sent.code()).isEqualTo(Exit.USAGE);
    assertThat(sent.err()).contains(file.toString()).contains(words).doesNotContain("\tat ");
  }

  private void passes(Path file) {
    assertThat(send(file).err()).contains(NO_KAFKA);
  }

  @Test
  void refusesAPrettyPrintedFile_andSaysHowToConvertIt() throws IOException {
    refused(file("p.json", "{\n  \"event_id\": \"e-1\"\n}\n"), "line 1:", "pretty", "jq -c .");
  }

  @Test
  void refusesAnArray_onOneLineAndOnSeveral() throws IOException {
    refused(file("a.json", "[" + EVENT + ",\n" + EVENT + "]\n"), "line 1:", "array", "jq -c '.[]'");
    refused(file("b.json", "[" + EVENT + "]"), "line 1:", "array");
    refused(file("c.json", "[\n" + EVENT + "\n]\n"), "line 1:", "array");
  }

  @ParameterizedTest
  @CsvSource({"','", "';'", "'\t'", "'|'"})
  void refusesATable(String separator) throws IOException {
    String header = String.join(separator, "event_id", "event_type", "event_time");
    refused(file("t.csv", header + "\ne-1\n"), "line 1:", "columns", "docs/files.md");
  }

  @Test
  void refusesUtf16_alsoWithoutAMark() throws IOException {
    refused(file("u.json", EVENT.getBytes(UTF_16)), "line 1:", "UTF-16", "iconv");
    byte[] marked = EVENT.getBytes(UTF_16);
    refused(file("v.json", Arrays.copyOfRange(marked, 2, marked.length)), "UTF-16");
  }

  @Test
  void refusesCompressedAndBinaryFiles_byTheirFirstBytes() throws IOException {
    refused(file("g.json", gzip(EVENT)), "gzip", "rename");
    refused(file("p.json", "PAR1xx"), "Parquet");
    refused(file("z.json", "PK\u0003\u0004xx"), "zip");
    refused(file("no.json.gz", EVENT), "not compressed with gzip");
  }

  @Test
  void skipsBlankLinesAndByteOrderMarks_andSaysSo() throws IOException {
    Path file = file("b.json", "\uFEFF" + EVENT + "\r\n\r\n  \n" + EVENT + "\n\n");
    Cli sent = send(file);
    assertThat(sent.err())
        .contains("3 blank lines are not sent; the first one is line 2", NO_KAFKA);
  }

  @Test
  void passesSingleBrokenLines_whichBecomeDeadLetters() throws IOException {
    passes(file("b.json", EVENT + "\nbroken\n" + EVENT + "\n"));
  }

  @Test
  void refusesAFileThatIsMostlyNoObjects_thoughItsFirstLineIsOne() throws IOException {
    refused(file("m.json", EVENT + "\n{\n\"event_id\":\"e\"\n}\nx\ny\n"), "line 3:", "of 6 lines");
  }

  @Test
  void force_sendsWhatIsNoEvent() throws IOException {
    assertThat(send("--force", file("x.json", "garbage\n")).err()).contains(NO_KAFKA);
  }

  @Test
  void refusesATruncatedGz_beforeAnythingIsSent_withItsLinesAndAWayOn() throws IOException {
    byte[] whole = gzip((EVENT + "-" + "x".repeat(50) + "\n").repeat(5_000));
    Path half = file("h.json.gz", Arrays.copyOf(whole, whole.length / 2));
    Cli sent = send("--force", half);
    assertThat(sent.code()).isEqualTo(Exit.USAGE);
    assertThat(sent.err())
        .contains(half + " line ", "truncated", "complete lines", "gzip -dc " + half, "head -n")
        .doesNotContain("ZLIB");
  }

  @Test
  void refusesAGzWithADamagedByte() throws IOException {
    byte[] damaged = gzip((EVENT + "\n").repeat(1_000));
    damaged[damaged.length - 6] ^= 1; // The CRC.
    refused(file("d.json.gz", damaged), "damaged");
    refused(file("e.json.gz", new byte[0]), "empty or truncated");
  }

  @Test
  void acceptsAGzOfSeveralMembers() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(gzip(EVENT + "\n"));
    both.write(gzip(EVENT + "\r\n"));
    passes(file("two.json.gz", both.toByteArray()));
  }

  @Test
  void refusesATsvWithATimeThatIsNegativeOrInAnotherUnit() throws IOException {
    refused(file("n.tsv", "-1\t" + EVENT + "\n"), "line 1:", "-1 is negative", "offset");
    refused(file("s.tsv", "1767571200\t" + EVENT), "line 1:", "looks like seconds");
    refused(file("u.tsv", "7\t" + EVENT + "\n1767571200000000\t" + EVENT), "line 2:", "microsec");
    refused(file("f.tsv", "1.7E12\t" + EVENT), "line 1:", "starts with '1.7E12'");
    refused(file("o.tsv", "app_id\tplatform\n"), "line 1:", "epoch ms, TAB", "docs/files.md");
    refused(file("v.tsv", "7\tuser-1\tclick\n"), "line 1:", "not a JSON object");
    passes(file("zero.tsv", "0\t" + EVENT + "\n2600000000\t" + EVENT));
  }

  @Test
  void refusesFilesThatAreMixed_orOutOfOrder() throws IOException {
    Path late = file("late.tsv", "9\t" + EVENT + "\n");
    Path early = file("early.tsv", "7\t" + EVENT + "\n");
    Path live = file("live.json", EVENT + "\n");
    assertThat(send(late, early).err()).contains("earlier than 9", "order of their times");
    assertThat(send(late, live).err()).contains("separately");
    assertThat(send(early, late).err()).contains(NO_KAFKA);
    assertThat(send(live, live).err()).contains(NO_KAFKA);
    assertThat(send("--skip=1", live, live).err()).contains("--skip needs exactly one file");
  }

  @Test
  void namesEveryFileThatIsNotThere_atOnce() {
    Cli sent = send(dir.resolve("a.json"), dir.resolve("b.json"), dir);
    assertThat(sent.code()).isEqualTo(Exit.USAGE);
    assertThat(sent.err()).contains("a.json: no such file", "b.json: no such", "is a directory");
  }

  @Test
  void refusesAnOptionGivenTwice_withBothValues() throws IOException {
    Cli sent = send("--topic=a", "--topic", "b", file("e.json", EVENT));
    assertThat(sent.code()).isEqualTo(Exit.USAGE);
    assertThat(sent.err()).contains("--topic is given 2 times, with a and b");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
