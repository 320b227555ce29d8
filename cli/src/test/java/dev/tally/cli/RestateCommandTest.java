package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestateCommandTest {
  private static final String FROM = "--from=2026-03-01T12:00:00Z";
  private static final String TO = "--to=2026-03-01T13:00:00Z";

  private static void refused(String words, String... arguments) {
    List<String> all = new ArrayList<>(List.of("restate", "--bootstrapServers=127.0.0.1:1"));
    all.addAll(List.of(arguments));
    Cli cli = Cli.run(all.toArray(String[]::new));
    assertThat(cli.code()).as(cli.err()).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void needsARangeOfWholeMinutes() {
    refused("Missing required option: '--to=TIME'", FROM);
    refused("--from=2026-03-01T13:00:00.000Z must be before", TO.replace("to", "from"), TO);
    refused(
        "--to=2026-03-01T13:00:30.000Z is not the start of a minute",
        FROM,
        TO.replace(":00Z", ":30Z"));
    refused("'noon' is not a time such as 2026-01-05T00:00:00Z", "--from=noon", TO);
  }

  @Test
  void refusesRulesThatNoJobHas_allProblemsAtOnce() {
    refused(
        "--adEventsFormat=missing.yaml: no such file",
        FROM,
        TO,
        "--adEventsFormat=missing.yaml",
        "--maxEventAge=soon");
    refused("--maxEventAge=soon is not a duration", FROM, TO, "--maxEventAge=soon");
    refused("--maxEventAge=0s must be longer than zero", FROM, TO, "--maxEventAge=0s");
    refused("--maxClockSkew=2d must be at most 1d", FROM, TO, "--maxClockSkew=2d");
    refused("--doubleClickWindow=2h must be at most 1h", FROM, TO, "--doubleClickWindow=2h");
    refused("Invalid value for option '--input'", FROM, TO, "--input=FILE");
    refused(
        "--maxClicksPerUserHour=-1 must be from 0 to 100000",
        FROM,
        TO,
        "--maxClicksPerUserHour=-1");
  }

  @Test
  void namesTheFileAndTheLinesOfAnInvalidList(@TempDir Path dir) throws IOException {
    Path bots = Files.writeString(dir.resolve("bots.txt"), "# none\n\n");
    Path centers = Files.writeString(dir.resolve("centers.txt"), "192.0.2.0/24\n192.0.2.0/33\nx");
    refused("--botList=missing.txt: no such file", FROM, TO, "--botList=missing.txt");
    refused("--botList: bots.txt: the list is empty", FROM, TO, "--botList=" + bots);
    refused("--dataCenterList: centers.txt:2: ", FROM, TO, "--dataCenterList=" + centers);
    refused("--dataCenterList: centers.txt:3: ", FROM, TO, "--dataCenterList=" + centers);
    refused("cannot be read", FROM, TO, "--dataCenterList=" + dir);
    Files.write(bots, new byte[] {'b', 'o', 't', (byte) 0xff});
    refused("bots.txt is not UTF-8: write it as UTF-8", FROM, TO, "--botList=" + bots);
  }
}
