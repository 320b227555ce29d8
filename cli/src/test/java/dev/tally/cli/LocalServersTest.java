package dev.tally.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests commands on the local servers while no server is running. */
class LocalServersTest {
  @TempDir private Path dir;

  @Test
  void down_deletesNothing_inADirectoryThatIsNoStacks() throws IOException {
    Path mine = Files.createDirectories(dir.resolve("kafka")).resolve("thesis.tex");
    Files.writeString(mine, "x");
    Files.writeString(Files.createDirectories(dir.resolve("orders")).resolve("o.csv"), "x");
    Cli cli = Cli.run("down", "--delete", "--dir=" + dir);
    assertThat(cli.code()).isNotZero();
    assertThat(cli.err()).contains(dir + " has no stack.json", "Nothing was deleted");
    assertThat(mine).exists();
    assertThat(dir.toFile().list()).containsExactlyInAnyOrder("kafka", "orders");
  }

  @Test
  void down_saysWhatItKeeps() throws IOException {
    Files.writeString(
        dir.resolve("stack.json"),
        "{\"version\":1,\"servers\":{\"kafka\":{\"pid\":0,\"startedAtMillis\":0,\"healthy\":false,\"heapMiB\":768,\"ports\":{}}}}");
    Files.createDirectories(dir.resolve("kafka/data"));
    Files.createDirectories(dir.resolve("orders"));
    Cli cli = Cli.run("down", "--delete", "--dir=" + dir);
    assertThat(cli.code()).isEqualTo(Exit.OK);
    assertThat(cli.out()).contains("kept").contains(dir.resolve("orders").toString());
    assertThat(dir.resolve("kafka")).doesNotExist();
  }

  @Test
  void down_deletesWhatAJobCreated() throws IOException {
    Files.writeString(dir.resolve("stack.json"), "{\"version\":1,\"servers\":{}}");
    String target = "--dir=" + dir;
    Cli job =
        Cli.run(
            "run",
            "aggregation",
            target,
            "--bootstrapServers=127.0.0.1:1",
            "--flinkMaster=127.0.0.1:1");
    assertThat(job.code()).isEqualTo(Exit.UNAVAILABLE);
    assertThat(dir.resolve("aggregation/staging")).isDirectory();
    Cli down = Cli.run("down", "--delete", target);
    assertThat(down.code()).isEqualTo(Exit.OK);
    assertThat(down.out()).doesNotContain("kept");
    assertThat(dir).doesNotExist();
  }

  @Test
  void down_createsNothing() {
    Cli cli = Cli.run("down", "--dir=" + dir.resolve("none"));
    assertThat(cli.code()).isEqualTo(Exit.OK);
    assertThat(cli.out()).contains("No local servers in");
    assertThat(dir.resolve("none")).doesNotExist();
  }

  @Test
  void status_showsThatNothingRuns() {
    Cli cli = Cli.run("status", "--dir=" + dir.resolve("none"));
    assertThat(cli.code()).isEqualTo(Exit.OK);
    assertThat(cli.out())
        .contains("KAFKA", "down", "No local Kafka is running: start it with ./tally up");
  }

  @Test
  void topics_namesTheCommandThatStartsKafka() {
    Cli cli = Cli.run("topics", "--dir=" + dir.resolve("none"));
    assertThat(cli.code()).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains("start it with ./tally up", "--bootstrapServers");
  }
}
