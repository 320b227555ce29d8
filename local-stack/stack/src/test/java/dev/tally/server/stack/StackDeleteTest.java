package dev.tally.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackDeleteTest {
  private static final StackState.Entry STOPPED = new StackState.Entry(0, 0, false, 768, Map.of());

  @TempDir private Path temporary;
  private Path dir;
  private LocalStack stack;

  @BeforeEach
  void isADirectoryWithFiles() throws IOException {
    dir = Files.createDirectories(temporary.resolve("x"));
    stack = LocalStack.at(dir);
    write("kafka/data/segment");
    write("orders/2026.csv");
    write("logs/kafka.log");
  }

  private Path write(String file) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "x");
  }

  private void listsKafka() {
    StackState.empty().with(Server.KAFKA, STOPPED).write(dir.resolve("stack.json"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> dir.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void deletesNothing_whereNoStackWasStarted() throws IOException {
    assertThatThrownBy(stack::delete)
        .isInstanceOf(StackException.class)
        .hasMessageContaining(dir + " has no stack.json")
        .hasMessageContaining("Nothing was deleted");
    assertThat(files()).containsExactly("kafka/data/segment", "logs/kafka.log", "orders/2026.csv");
  }

  @Test
  void createsNothing_whereNoStackWasStarted() {
    LocalStack none = LocalStack.at(dir.resolve("none"));
    none.down();
    assertThatThrownBy(none::delete).hasMessageContaining("no stack.json");
    assertThat(dir.resolve("none")).doesNotExist();
  }

  @Test
  void deletesWhatTheStateLists_andNamesWhatItKeeps() throws IOException {
    listsKafka();
    write("logs/tally.log");
    write("mine.txt");
    assertThat(stack.delete())
        .containsExactly(dir.resolve("logs"), dir.resolve("mine.txt"), dir.resolve("orders"));
    assertThat(files()).containsExactly("logs/tally.log", "mine.txt", "orders/2026.csv");
  }

  @Test
  void deletesTheDirectoryItself_ifNothingElseIsInIt() throws IOException {
    Files.delete(dir.resolve("orders/2026.csv"));
    Files.delete(dir.resolve("orders"));
    listsKafka();
    assertThat(stack.delete()).isEmpty();
    assertThat(dir).doesNotExist();
  }

  @Test
  void deletesTheDirectoryOfAJob_andOneOfTheUserNot() throws IOException {
    listsKafka();
    Path job = stack.jobDirectory("aggregation");
    assertThat(job).isEqualTo(dir.resolve("aggregation")).isDirectory();
    write("aggregation/checkpoints/0a1b/chk-1/_metadata");
    write("aggregation/flink/config.yaml");
    write("attribution/notes.txt");
    assertThat(stack.jobDirectory("attribution")).isEqualTo(dir.resolve("attribution"));
    stack.jobDirectory("aggregation"); // A second run.
    assertThat(stack.delete()).containsExactly(dir.resolve("attribution"), dir.resolve("orders"));
    assertThat(files()).containsExactly("attribution/notes.txt", "orders/2026.csv");
  }

  @Test
  void deletesNothingOutside_whateverTheStateLists() throws IOException {
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    for (String name : List.of("../outside", outside.toString(), ".", "a/b")) {
      StackState.empty()
          .with(Server.KAFKA, STOPPED)
          .with(name, new StackState.Job(0, 0))
          .write(dir.resolve("stack.json"));
      assertThatThrownBy(stack::delete).hasMessageContaining("not directly below " + dir);
    }
    assertThat(outside).exists();
    assertThat(files()).contains("kafka/data/segment", "orders/2026.csv");
  }

  @Test
  void listsNoJob_whereNoStackWasStarted() {
    assertThat(stack.jobDirectory("aggregation"))
        .isEqualTo(dir.resolve("aggregation"))
        .doesNotExist();
    assertThat(dir.resolve("stack.json")).doesNotExist();
  }

  @Test
  void keepsALinkInPlaceOfAJobsDirectory() throws IOException {
    listsKafka();
    Files.delete(stack.jobDirectory("aggregation"));
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Files.writeString(outside.resolve("file"), "x");
    Files.createSymbolicLink(dir.resolve("aggregation"), outside);
    assertThat(stack.delete()).contains(dir.resolve("aggregation"));
    assertThat(outside.resolve("file")).exists();
  }

  @Test
  void deletesNothing_whileAJobRuns() throws Exception {
    Process job = new ProcessBuilder("sleep", "60").start();
    try {
      StackState.empty()
          .with(Server.KAFKA, STOPPED)
          .with("union", new StackState.Job(job.pid(), ServerProcess.startOf(job.toHandle())))
          .write(dir.resolve("stack.json"));
      write("union/flink/config.yaml");
      assertThatThrownBy(stack::delete)
          .isInstanceOf(StackException.class)
          .hasMessageContaining("./tally run union (process " + job.pid() + ") still runs")
          .hasMessageContaining("Nothing was deleted");
      assertThat(files()).contains("union/flink/config.yaml", "kafka/data/segment", "stack.json");
    } finally {
      job.destroyForcibly().waitFor();
    }
    stack.delete();
    assertThat(files()).containsExactly("orders/2026.csv");
  }

  @Test
  void deletesTheCallersLog_onlyInItsDirectoryOfLogs() throws IOException {
    listsKafka();
    Path log = write("logs/tally.log");
    Path elsewhere = Files.writeString(temporary.resolve("tally.log"), "x");
    assertThat(stack.delete(List.of(log, elsewhere, dir.resolve("orders/2026.csv"))))
        .containsExactly(dir.resolve("orders"));
    assertThat(dir.resolve("logs")).doesNotExist();
    assertThat(elsewhere).exists();
  }

  @Test
  void followsNoLink_insideAServersData() throws IOException {
    listsKafka();
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Path file = Files.writeString(outside.resolve("file"), "x");
    Files.createSymbolicLink(dir.resolve("kafka/data/link"), outside);
    stack.delete();
    assertThat(file).exists();
    assertThat(dir.resolve("kafka")).doesNotExist();
  }

  @Test
  void keepsALinkInPlaceOfAServersData_andOfTheLogs() throws IOException {
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Files.move(dir.resolve("kafka"), outside.resolve("kafka"));
    Files.move(dir.resolve("logs"), outside.resolve("logs"));
    Files.createSymbolicLink(dir.resolve("kafka"), outside.resolve("kafka"));
    Files.createSymbolicLink(dir.resolve("logs"), outside.resolve("logs"));
    listsKafka();
    assertThat(stack.delete()).contains(dir.resolve("kafka"), dir.resolve("logs"));
    assertThat(outside.resolve("kafka/data/segment")).exists();
    assertThat(outside.resolve("logs/kafka.log")).exists();
  }
}
