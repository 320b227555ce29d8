package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.format.ReadyMadeMappings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FormatCommandTest {
  @TempDir private Path dir;

  private static final String SCHEMA =
      """
      {"type": "record", "name": "E", "fields": [
        {"name": "id", "type": "string"}, {"name": "cost", "type": "int"}]}
      """;

  private static final String AVRO =
      """
      to: ad-events
      input: avro
      schema: e.avsc
      fields:
        event_id: id
        event_type: {const: click}
        event_time: {const: 5}
        ad_id: {const: a}
        campaign_id: {const: c}
        store_id: {const: s}
        user_id: {const: u}
        region: {const: eu}
        cost_micros: cost
      """;

  private String bytes(String name, byte[] content) throws IOException {
    return Files.write(dir.resolve(name), content).toString();
  }

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

  /** The values are {@code e-1} with 5 micros, and the beginning of it. */
  @Test
  void readsBinaryValues_asTheNameOfTheSampleStates() throws IOException {
    byte[] value = {6, 'e', '-', '1', 10};
    byte[] lengths =
        ByteBuffer.allocate(4 + 5 + 4 + 2 + 4)
            .putInt(5)
            .put(value)
            .putInt(2)
            .put(value, 0, 2)
            .putInt(-1)
            .array();
    file("e.avsc", SCHEMA);
    String mapping = file("avro.yaml", AVRO);

    Cli check = Cli.run("format", "check", mapping, bytes("sample.lengths", lengths));

    assertThat(check.out())
        .contains("\n1: accepted event_id=e-1 event_type=click", "cost_micros=5\n")
        .contains(
            "\n2: rejected NOT_IN_FORMAT: expected a value of the schema e.avsc, found too few")
        .contains("\n3: rejected NULL_VALUE", "(avro.yaml:3)")
        .endsWith("3 values: 1 accepted, 2 rejected, 0 skipped\n");
    assertThat(Cli.run("format", "check", mapping, bytes("one.avro", value)).out())
        .endsWith("1 values: 1 accepted, 0 rejected, 0 skipped\n");
    assertThat(
            Cli.run("format", "check", mapping, file("s.base64", "BmUtMQo=\n\nBmUtMQo=\n")).out())
        .contains("\n3: accepted")
        .endsWith("2 values: 2 accepted, 0 rejected, 0 skipped\n");
    assertThat(Cli.run("format", "check", mapping, file("s.hex", "06652D310a\n")).code())
        .isEqualTo(Exit.OK);
  }

  @Test
  void refusesBinaryValuesInAnotherForm() throws IOException {
    file("e.avsc", SCHEMA);
    String mapping = file("avro.yaml", AVRO);

    assertThat(Cli.run("format", "check", mapping, file("s.base64", "\n?\n")))
        .satisfies(cli -> assertThat(cli.code()).isEqualTo(Exit.USAGE))
        .satisfies(cli -> assertThat(cli.err()).contains("s.base64:2: expected a value"));
    assertThat(Cli.run("format", "check", mapping, file("s.lengths", "text")))
        .satisfies(cli -> assertThat(cli.code()).isEqualTo(Exit.USAGE))
        .satisfies(cli -> assertThat(cli.err()).contains("s.lengths: expected the length"));
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
