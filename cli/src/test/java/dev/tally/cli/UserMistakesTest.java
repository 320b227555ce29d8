package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests frequent mistakes on the command line: the exit code, and that the message names what is
 * wrong and what to do. No server is running.
 */
class UserMistakesTest {
  private static final String EVENT = "{\"event_id\":\"e-1\"}\n";

  @TempDir private Path dir;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private static void refused(int code, Cli cli, String... words) {
    assertThat(cli.err()).contains(words).doesNotContain("\tat ", "Unexpected failure");
    assertThat(cli.code()).as(cli.err()).isEqualTo(code);
  }

  private static void refused(Cli cli, String... words) {
    refused(Exit.USAGE, cli, words);
  }

  @Test
  void unknownCommand_suggestsTheSimilarOne() {
    refused(Cli.run("stauts"), "'stauts'", "tally status", "See ./tally --help");
    refused(Cli.run("hive", "chek"), "'chek'", "hive check", "See ./tally hive --help");
  }

  @Test
  void noCommand_namesTheParameter() {
    refused(Cli.run(), "subcommand", "See ./tally --help");
    refused(Cli.run("hive"), "subcommand", "See ./tally hive --help");
    refused(
        Cli.run("run"),
        "aggregation, attribution, budget, reach or union",
        "See ./tally run --help");
  }

  @Test
  void misspelledOption_suggestsTheSimilarOne() throws IOException {
    refused(
        Cli.run("send", "--topik=a", file("e.json", EVENT).toString()),
        "--topik=a",
        "--topic",
        "See ./tally send --help");
    refused(
        Cli.run("status", "--bootstrapServer=a:1"), "--bootstrapServer=a:1", "--bootstrapServers");
  }

  @Test
  void missingArgument_isNamed() {
    refused(Cli.run("stop"), "'JOB'", "See ./tally stop --help");
    refused(Cli.run("query"), "'SQL'", "See ./tally query --help");
    refused(Cli.run("verify"), "'FILE'", "See ./tally verify --help");
    refused(Cli.run("send"), "FILE is missing", "--until=TIME");
  }

  @Test
  void missingValue_isNamed() {
    refused(Cli.run("status", "--dir"), "--dir", "DIR", "See ./tally status --help");
  }

  @Test
  void emptyFile_isNotSent() throws IOException {
    refused(
        Cli.run("send", file("empty.json", "\n\n").toString()),
        "empty.json: no lines, so there is nothing to send",
        "Name another file");
    refused(Cli.run("verify", file("empty.csv", "").toString()), "empty.csv");
  }

  @Test
  void emptyFileWithATime_isForHeartbeats() throws IOException {
    refused(
        Cli.run(
            "send",
            "--dir=" + dir,
            "--until=2026-03-01T12:00:00Z",
            file("empty.tsv", "").toString()),
        "start it with ./tally up");
    refused(
        Cli.run("send", "--dir=" + dir, "--until=2026-03-01T12:00:00Z"),
        "start it with ./tally up");
  }

  @Test
  void badTime_namesTheOptionAndTheForm() throws IOException {
    String events = file("e.json", EVENT).toString();
    refused(
        Cli.run("send", "--until=tomorrow", events),
        "--until=tomorrow is not a time",
        "2026-03-01T12:00:00Z");
    refused(
        Cli.run("send", "--expectedDelay=10", events),
        "--expectedDelay=10 is not a duration",
        "6h");
    refused(Cli.run("generate", "--span=1d", "e.tsv"), "--span", "'1d'", "PT24H");
    refused(Cli.run("generate", "--start=today", "e.tsv"), "--start", "'today'", "2026-01-05T");
    refused(
        Cli.run("demo", "--regions", "--hold=soon", "--dir=" + dir),
        "--hold=soon is not a duration",
        "6h");
  }

  @Test
  void badEnumValue_listsTheValues() throws IOException {
    refused(
        Cli.run("verify", "--store=MYSQL", "x.csv"),
        "--store",
        "MYSQL",
        "PINOT, HIVE, CLICKHOUSE, KAFKA");
    refused(
        Cli.run("run", "aggregation", "--bootstrapServers=127.0.0.1:1", "--input=FILE"),
        "--input=FILE: use one of LIVE, REPLAY");
  }

  @ParameterizedTest
  @CsvSource({
    "--rate=-1, --rate=-1",
    "--skip=-1, --skip=-1",
    "--rate=many, 'many'",
  })
  void badNumber_namesTheOption(String option, String word) throws IOException {
    refused(
        Cli.run("send", option, file("e.json", EVENT).toString()),
        option.substring(0, option.indexOf('=')),
        word);
  }

  @Test
  void negativeNumber_namesTheOption() {
    refused(
        Cli.run("generate", "--events=-5", dir.resolve("e.tsv").toString()),
        "events must be from 1",
        "-5");
    refused(Cli.run("topics", "--partitions=0", "--dir=" + dir), "--partitions=0", "at least 1");
    refused(Cli.run("demo", "--orders=-1", "--dir=" + dir), "--orders=-1", "negative");
    refused(Cli.run("chaos", "kafka-sink", "--seeds=5..1"), "--seeds", "ends before it starts");
  }

  @Test
  void serverNotStarted_namesTheCommandThatStartsIt() {
    String none = "--dir=" + dir;
    refused(Cli.run("run", "aggregation", none), "./tally up", "--bootstrapServers");
    refused(Cli.run("stop", "tally-union", none), "./tally up --flink", "--flinkMaster");
    refused(Cli.run("query", "SELECT 1", none), "./tally up", "--pinotBroker");
    refused(Cli.run("query", "--hive", "SHOW TABLES", none), "./tally up --hive", "--hiveServer");
    refused(
        Cli.run("query", "--clickhouse", "SELECT 1", none),
        "./tally up --clickhouse",
        "--clickHouseUrl");
    refused(Cli.run("hive", "check", none), "./tally up --hive", "--metastore");
  }

  @Test
  void serverThatDoesNotAnswer_isNamed() {
    refused(
        Exit.UNAVAILABLE,
        Cli.run("stop", "tally-union", "--flinkMaster=127.0.0.1:1"),
        "No Flink answers at http://127.0.0.1:1");
    refused(
        Exit.UNAVAILABLE,
        Cli.run("query", "SELECT 1", "--pinotBroker=http://127.0.0.1:1"),
        "127.0.0.1:1");
  }

  @Test
  void wrongDirectory_isNamed() throws IOException {
    refused(Cli.run("query", "SELECT 1", "--dir=" + dir), "is running in " + dir);
    Path file = file("data", "");
    refused(Cli.run("topics", "--dir=" + file), "--dir=" + file, "not a directory");
  }

  @Test
  void fileThatCannotBeRead_isNamed() throws IOException {
    Path secret = file("secret.json", EVENT);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(secret), "the user of this test may read every file");
    refused(Cli.run("send", secret.toString()), secret + " cannot be read: no permission");
  }

  @Test
  void missingFile_isNamed() {
    Path none = dir.resolve("none");
    refused(Cli.run("verify", none + ".csv"), none + ".csv: no such file");
    refused(
        Cli.run("status", "--bootstrapServers=127.0.0.1:1", "--kafkaConfig=" + none),
        "--kafkaConfig=" + none,
        "no such file");
    refused(
        Cli.run("topics", "--bootstrapServers=127.0.0.1:1", "--kafkaConfig=" + dir),
        "--kafkaConfig=" + dir,
        "is a directory: specify a file");
  }

  @Test
  void fileWithAnotherEnding_isRefused() {
    refused(Cli.run("generate", dir.resolve("e.json").toString()), "e.json", ".tsv");
  }

  @Test
  void optionsThatExcludeEachOther_areNamed() {
    refused(
        Cli.run("query", "--hive", "--clickhouse", "SELECT 1"),
        "--hive and --clickhouse exclude each other");
    refused(Cli.run("demo", "--clickhouse"), "--clickhouse needs --regions");
    refused(Cli.run("demo", "--regions", "--orders=5", "--dir=" + dir), "--orders", "--regions");
    refused(Cli.run("demo", "--data=" + dir, "--dir=" + dir), "--data", "--regions");
    refused(
        Cli.run("query", "--hive", "--pinotBroker=http://a:1", "SELECT 1"),
        "--pinotBroker",
        "--hive");
  }

  @Test
  void addressWithoutAScheme_isCorrectedOrRefused() {
    refused(
        Cli.run("hive", "check", "--metastore=hive-1:9083"),
        "--metastore=hive-1:9083",
        "thrift://");
  }
}
