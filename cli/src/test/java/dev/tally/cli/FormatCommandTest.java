package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.format.ReadyMadeMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatCommandTest {
  @TempDir private Path dir;

  private String file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text).toString();
  }

  static Iterable<String> names() {
    return ReadyMadeMappings.names();
  }

  @Test
  void listsTheReadyMadeMappings() {
    Cli cli = Cli.run("format", "list");

    assertThat(cli.code()).isEqualTo(Exit.OK);
    assertThat(cli.out().lines()).hasSize(ReadyMadeMappings.names().size());
    assertThat(cli.out()).contains("segment            Segment: track calls of promotions,");
  }

  @ParameterizedTest
  @MethodSource("names")
  void showsAMapping_thatCanBeChecked(String name) throws IOException {
    String mapping = file("my.yaml", Cli.run("format", "show", name).out());
    String sample = file("sample.json", Cli.run("format", "show", name, "--sample").out());

    Cli cli = Cli.run("format", "check", mapping, sample);

    assertThat(cli.out())
        .startsWith("my.yaml (")
        .contains("\n1: ", "accepted ")
        .contains("(my.yaml:")
        .containsPattern("\\d+ lines: [1-9]\\d* accepted, [1-9] rejected, ");
    assertThat(cli.code()).as(cli.err()).isEqualTo(Exit.DIFFERENT);
  }

  @Test
  void succeedsIfNothingIsRejected() throws IOException {
    String mapping = file("segment.yaml", ReadyMadeMappings.text("segment"));
    String first = ReadyMadeMappings.sample("segment").lines().findFirst().orElseThrow();

    Cli cli = Cli.run("format", "check", mapping, file("sample.tsv", "5\t" + first + "\n"));

    assertThat(cli.out()).endsWith("1 lines: 1 accepted, 0 rejected, 0 skipped\n");
    assertThat(cli.code()).isEqualTo(Exit.OK);
    assertThat(Cli.run("format", "check", mapping).code()).isEqualTo(Exit.OK);
  }

  @Test
  void refusesAnInvalidMapping_withTheLines() throws IOException {
    Cli cli = Cli.run("format", "check", file("my.yaml", "to: ad-events\nfeilds: {}\n"));

    assertThat(cli.code()).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains("my.yaml:2: unknown key \"feilds\"", "the field event_id is");
  }

  @Test
  void refusesUnknownNamesAndFiles() {
    assertThat(Cli.run("format", "show", "mixpanel"))
        .satisfies(cli -> assertThat(cli.code()).isEqualTo(Exit.USAGE))
        .satisfies(cli -> assertThat(cli.err()).contains("mixpanel", "appsflyer, criteo"));
    assertThat(Cli.run("format", "check", "nowhere.yaml", "nowhere.json"))
        .satisfies(cli -> assertThat(cli.code()).isEqualTo(Exit.USAGE))
        .satisfies(cli -> assertThat(cli.err()).contains("nowhere.yaml: no such file"));
  }
}
