package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.operations.erase.ErasureReport;
import dev.tally.operations.erase.ErasureReport.Finding;
import dev.tally.operations.erase.ErasureReport.Outcome;
import dev.tally.operations.erase.ErasureRequest;
import dev.tally.operations.erase.UserFingerprint;
import dev.tally.operations.erase.UserPlace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EraseCommandTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path dir;

  private static void refused(String words, String... arguments) {
    List<String> all = new ArrayList<>(List.of("erase", "--bootstrapServers=127.0.0.1:1"));
    all.addAll(List.of(arguments));
    Cli cli = Cli.run(all.toArray(String[]::new));
    assertThat(cli.code()).as(cli.err()).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ", "alice");
  }

  @Test
  void needsUsers_orAgain() throws IOException {
    refused("No user is named: use --userFile=FILE");
    refused("--again applies all earlier requests", "--again", "--user=alice");
    refused("no such file", "--userFile=" + dir.resolve("missing.txt"));
    Path empty = Files.writeString(dir.resolve("empty.txt"), "\n\n");
    refused("--userFile has no user id", "--userFile=" + empty);
  }

  /** Many users share a placeholder, so it would erase data of others. */
  @Test
  void refusesPlaceholders_andDoesNotRepeatTheIds() throws IOException {
    refused("a placeholder such as undefined", "--user=alice", "--user=null");
    Path file = Files.writeString(dir.resolve("users.txt"), "alice\nundefined\n");
    refused("a placeholder such as undefined", "--userFile=" + file);
  }

  @Test
  void reportsAllWrongOptionsAtOnce() {
    refused("--adEventsFormat=missing.yaml: no such file", "--adEventsFormat=missing.yaml");
    refused("--maxEventAge=soon is not a duration", "--maxEventAge=soon", "--user=alice");
    refused("--maxEventAge=0s must be longer than zero", "--maxEventAge=0s", "--user=alice");
    refused("Invalid value for option '--stores'", "--stores=TAPE", "--user=alice");
  }

  @Test
  void printsOneLinePerPlace_andWhatRemains() {
    ErasureRequest request = new ErasureRequest(UserFingerprint.of("alice"), "r-1", NOON, true);
    Finding erased = new Finding(UserPlace.HIVE, "orders", Outcome.ERASED, 1_234, null, "");
    Finding expires =
        new Finding(UserPlace.TOUCHES, "", Outcome.EXPIRES, 0, NOON, "by the watermark");
    Finding remains =
        new Finding(UserPlace.CLEAN_AD_EVENTS, "clean", Outcome.REMAINS, 2, null, "prune");
    assertThat(printed(new ErasureReport(List.of(request), List.of(erased, expires))))
        .contains("request r-1 of 2026-03-01T12:00:00.000Z")
        .containsPattern("Hive +orders +erased +1,234 ")
        .containsPattern("attribution: touches +expires +2026-03-01T12:00:00.000Z +by the")
        .contains("Run ./tally erase --again after 2026-03-01T12:00:00.000Z")
        .contains("The stores were erased, and all other data expires.")
        .doesNotContain(request.user().hex());
    assertThat(printed(new ErasureReport(List.of(request), List.of(erased, remains))))
        .contains("marked REMAINS");
    assertThat(printed(new ErasureReport(List.of(), List.of())))
        .isEqualTo("There are no earlier requests." + System.lineSeparator());
  }

  private static String printed(ErasureReport report) {
    StringWriter out = new StringWriter();
    new EraseResult(report).print(new PrintWriter(out, true), false);
    return out.toString();
  }
}
