package dev.tally.stack;

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
