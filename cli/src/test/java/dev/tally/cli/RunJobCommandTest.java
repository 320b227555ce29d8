package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.pipelines.aggregation.AggregationOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests mistakes that a job's command detects before it contacts a server. */
class RunJobCommandTest {
  @TempDir private Path dir;

  private Cli run(String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "run";
    all[1] = "aggregation";
    all[2] = "--dir=" + dir;
    all[3] = "--bootstrapServers=127.0.0.1:1";
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return Cli.run(all);
  }

  private static void refused(Cli cli, String... words) {
    assertThat(cli.code()).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void refusesAPipelineOptionGivenTwice_withBothValues() {
    refused(
        run("--maxEventAge=1h", "--maxEventAge=6h", "--parallelism=1", "--parallelism=1"),
        "--maxEventAge is given 2 times, with 1h and 6h",
        "--parallelism is given 2 times");
  }

  @Test
  void refusesItsOwnOptionGivenTwice_withBothValues() {
    refused(run("--from=a", "--from=b"), "--from is given 2 times, with a and b");
  }

  @Test
  void knowsNoFault() {
    refused(run("--faultTrigger=" + dir.resolve("fault")), "faultTrigger");
    assertThat(Cli.run("--help").out()).doesNotContain("with-fault");
  }

  @Test
  void acceptsAListGivenTwice() {
    assertThat(
            RepeatedOptions.problems(
                List.of("--filesToStage=a", "--filesToStage=b"), AggregationOptions.class))
        .isEmpty();
  }

  @Test
  void namesTheNewestCheckpoint_whenTheOneToStartFromIsGone() throws IOException {
    Path job = dir.resolve("aggregation/checkpoints/0a1b");
    Files.createDirectories(job.resolve("chk-9")); // Its metadata is deleted.
    Files.createDirectories(job.resolve("taskowned"));
    Files.createFile(Files.createDirectories(job.resolve("chk-10")).resolve("_metadata"));
    for (String gone : new String[] {job + "/chk-9", job.resolve("chk-8").toUri().toString()}) {
      refused(
          run("--from=" + gone), "--from=" + gone, "the newest one of this job is", "0a1b/chk-10");
    }
    refused(run("--from=" + dir.resolve("typo")), "is not a complete savepoint or checkpoint");
  }

  @Test
  void refusesARestPortThatIsInUse() throws IOException {
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = used.getLocalPort();
      refused(run("--restPort=" + port), "--restPort=" + port, "cannot be used", "Omit the option");
    }
    refused(run("--restPort=70000"), "--restPort=70000 is not a valid port");
    refused(run("--restPort=x"), "--restPort", "'x'", "--help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:1", "https://127.0.0.1:1", "http://127.0.0.1:1/"})
  void saysThatNoFlinkAnswers(String master) {
    Cli cli = run("--flinkMaster=" + master);
    assertThat(cli.code()).isEqualTo(Exit.UNAVAILABLE);
    String scheme = master.startsWith("https") ? "https" : "http";
    assertThat(cli.err()).contains("No Flink answers at " + scheme + "://127.0.0.1:1: is it up");
  }

  @Test
  void saysWhatTheServerIs_whenTheAddressIsNoAddress() {
    assertThat(run("--flinkMaster=a b").err()).contains("is not an address of Flink");
  }

  @Test
  void namesAnOptionThatIsMisspelled_andOneWithoutAValue() {
    refused(run("--maxEventAgee=1h"), "maxEventAgee");
    refused(run("--maxEventAge", "1h"), "1h");
    refused(Cli.run("run", "agregation"), "agregation", "--help");
  }
}
