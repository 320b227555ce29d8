package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedriveCommandTest {
  private static void refused(String words, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "redrive";
    all[1] = "--bootstrapServers=127.0.0.1:1";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    Cli cli = Cli.run(all);
    assertThat(cli.code()).as(cli.err()).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void namesTheReasonsThatExist() {
    refused("WRONG_TYPE", "--reason=WRONG");
  }

  @Test
  void refusesRangesThatSelectNothing() {
    refused("--offsets=12-13 is not a range: write it like 1200..1300", "--offsets=12-13");
    refused("--offsets=13..12: the first offset is after the last one", "--offsets=13..12");
    refused(
        "--from=2026-03-02T00:00:00Z must be before --to=2026-03-01T00:00:00Z",
        "--from=2026-03-02T00:00:00Z",
        "--to=2026-03-01T00:00:00Z");
    refused("--limit=0 must be at least 1", "--limit=0");
    refused("--maxRedrives=0 must be at least 1", "--maxRedrives=0");
  }

  @Test
  void refusesAMappingThatDoesNotExist_andAllOtherProblemsAtOnce() {
    refused(
        "--adEventsFormat=missing.yaml: no such file",
        "--adEventsFormat=missing.yaml",
        "--maxEventAge=soon");
    refused("--maxEventAge=soon is not a duration", "--maxEventAge=soon", "--limit=0");
  }
}
