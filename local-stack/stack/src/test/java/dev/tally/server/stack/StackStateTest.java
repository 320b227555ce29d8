package dev.tally.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
  private static final StackState.Entry ENTRY =
      new StackState.Entry(4711, 1_700_000_000_000L, true, 768, Map.of("broker", 20_001));

  @TempDir private Path dir;

  @Test
  void isEmpty_withoutAFile() {
    assertThat(StackState.read(dir.resolve("stack.json"))).isEqualTo(StackState.empty());
  }

  @Test
  void comesBackFromItsFile() {
    StackState state = StackState.empty().with(Server.KAFKA, ENTRY);
    state.write(dir.resolve("stack.json"));
    assertThat(StackState.read(dir.resolve("stack.json"))).isEqualTo(state);
  }

  @Test
  void keepsTheJobs_whenAServerChanges() {
    StackState.Job job = new StackState.Job(4712, 1_700_000_000_000L);
    StackState.empty()
        .with("aggregation", job)
        .with(Server.KAFKA, ENTRY)
        .write(dir.resolve("stack.json"));
    assertThat(StackState.read(dir.resolve("stack.json")).jobs())
        .isEqualTo(Map.of("aggregation", job));
  }

  @Test
  void hasNoJobs_inAFileThatWasWrittenBeforeTheyWereListed() throws IOException {
    Path file = Files.writeString(dir.resolve("stack.json"), "{\"version\":1,\"servers\":{}}");
    assertThat(StackState.read(file)).isEqualTo(StackState.empty());
  }

  @Test
  void keepsPortsAndHeap_whenStopped() {
    StackState.Entry stopped = ENTRY.stopped();
    assertThat(stopped.pid()).isZero();
    assertThat(stopped.healthy()).isFalse();
    assertThat(stopped.ports()).isEqualTo(ENTRY.ports());
    assertThat(stopped.heapMiB()).isEqualTo(768);
  }

  @Test
  void refusesAFileOfALaterForm() throws IOException {
    Path file = Files.writeString(dir.resolve("stack.json"), "{\"version\":2,\"servers\":{}}");
    assertThatThrownBy(() -> StackState.read(file)).hasMessageContaining("version 2");
  }

  @Test
  void refusesABrokenFile() throws IOException {
    Path file = Files.writeString(dir.resolve("stack.json"), "{");
    assertThatThrownBy(() -> StackState.read(file))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("cannot be read");
  }
}
