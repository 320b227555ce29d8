package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors that the command reports before it connects to any server. */
class PruneCommandTest {
  @TempDir private Path dir;

  private void refused(String words, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "prune";
    all[1] = "--dir=" + dir;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    Cli cli = Cli.run(all);
    assertThat(cli.code()).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void namesWhatCanBePruned() {
    refused("Specify what to prune: --hive or --topics");
  }

  @Test
  void requiresAnAgeForTopics() {
    refused("--topics needs --keep=DURATION, longer than the age", "--topics");
    refused("--keep=soon is not a duration", "--topics", "--keep=soon");
  }

  @Test
  void hasADryRunForTopicsOnly() {
    refused("--dryRun needs --topics", "--hive", "--dryRun");
  }

  @Test
  void namesTheCommandsThatStartTheLocalServers() {
    refused("./tally up --hive", "--hive");
    refused("start it with ./tally up", "--topics", "--keep=7d");
  }

  @Test
  void refusesAPathThatIsNoSavepoint() {
    refused(
        "--savepoint=" + dir + " cannot be read here as a savepoint",
        "--topics",
        "--keep=7d",
        "--bootstrapServers=127.0.0.1:1",
        "--savepoint=" + dir);
  }

  @Test
  void keepsTheVersionsOfCampaigns() {
    refused(
        "an attribution job that starts from nothing reads every version",
        "--topics",
        "--keep=7d",
        "--bootstrapServers=127.0.0.1:1",
        "--topic=campaigns");
  }
}
