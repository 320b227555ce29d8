package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  private static final String RED = "\u001b[31m";

  @Test
  void aRowOfAQueryIsOneLine_whateverIsInItsValues() {
    assertThat(QueryCommand.line(Arrays.asList("a\tb\nc\r", RED + "x", null, 7)))
        .isEqualTo("a\\tb\\nc\\r\t\\u001b[31mx\tnull\t7");
  }

  @Test
  void escapesWhatATerminalActsOn() {
    assertThat(ControlCharacters.escaped("\u0000\u0007\u007f\u009b2J\u202e\u2028"))
        .isEqualTo("\\u0000\\u0007\\u007f\\u009b2J\\u202e\\u2028");
    assertThat(ControlCharacters.escaped("Grüße, 東京 🙂")).isEqualTo("Grüße, 東京 🙂");
  }

  @Test
  void noCommandPrintsAControlSequence_onOutOrErr() {
    StringWriter out = new StringWriter();
    PrintWriter plain = PlainText.of(out);
    plain.println("a\tb" + RED);
    plain.printf("%s%n", List.of(RED));
    plain.write(0x1b);
    plain.write((RED + "x").toCharArray(), 0, 4);
    plain.flush();
    assertThat(out.toString()).contains("a\tb\\u001b[31m\n").doesNotContain("\u001b");
    Cli cli = Cli.run("verify", "no" + RED + "such.csv");
    assertThat(cli.code()).isNotZero();
    assertThat(cli.err()).contains("\\u001b[31m").doesNotContain("\u001b");
  }

  @Test
  void helpIsPlain() {
    assertThat(Cli.run("send", "--help").out()).contains("--force").doesNotContain("\\u001b");
  }
}
