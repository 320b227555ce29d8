package dev.tally.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  private static final List<String> SLEEP = List.of("sleep", "60");
  private static final List<String> DEAF =
      List.of("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done");

  @TempDir private Path dir;
  private @Nullable ServerProcess process;

  @AfterEach
  void endsTheProcess() {
    if (process != null) {
      process.kill();
    }
  }

  @Test
  void doesNothing_beforeItIsReleased() throws IOException {
    process = start(List.of("echo", "hello"));
    assertThat(Files.size(log())).isZero();
    process.release();
    await().atMost(Duration.ofSeconds(10)).until(() -> Files.readString(log()).contains("hello"));
  }

  @Test
  void isTheSameProcess_afterItsRelease() throws IOException {
    process = start(SLEEP);
    StackState.Entry entry = entry(process.pid(), process.startedAtMillis());
    process.release();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                ProcessHandle.of(entry.pid())
                    .flatMap(p -> p.info().command())
                    .orElse("")
                    .endsWith("sleep"));
    assertThat(ServerProcess.find(entry)).isPresent();
  }

  @Test
  void isNotALaterProcessOfTheSamePid() throws IOException {
    process = start(SLEEP);
    long before = process.startedAtMillis() - 60_000;
    assertThat(ServerProcess.find(entry(process.pid(), before))).isEmpty();
  }

  @Test
  void isNotFound_onceStopped() throws IOException {
    process = start(SLEEP);
    StackState.Entry entry = entry(process.pid(), process.startedAtMillis());
    process.release();
    process.stop(Duration.ofSeconds(10));
    assertThat(process.isAlive()).isFalse();
    assertThat(ServerProcess.find(entry)).isEmpty();
    assertThat(ServerProcess.find(entry.stopped())).isEmpty();
    assertThat(ServerProcess.find(null)).isEmpty();
  }

  @Test
  void isKilled_whenItDoesNotHearSigterm() throws IOException {
    process = start(DEAF);
    process.release();
    await().atMost(Duration.ofSeconds(10)).until(() -> Files.readString(log()).contains("deaf"));
    process.stop(Duration.ofMillis(200));
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void startsOfOneProcessMayDifferALittle() {
    assertThat(ServerProcess.isSameStart(10_000, 11_000)).isTrue();
    assertThat(ServerProcess.isSameStart(10_000, 13_000)).isFalse();
  }

  @Test
  void givesTheLastLinesOfThisStartOnly() throws IOException {
    Files.writeString(log(), "old\none\ntwo\nthree\n");
    assertThat(ServerProcess.lastLines(log(), 4, 2)).isEqualTo("two\nthree");
    assertThat(ServerProcess.lastLines(log(), 4, 20)).isEqualTo("one\ntwo\nthree");
  }

  private ServerProcess start(List<String> command) throws IOException {
    return ServerProcess.gated(command, dir, log(), false);
  }

  private Path log() {
    return dir.resolve("log");
  }

  private static StackState.Entry entry(long pid, long start) {
    return new StackState.Entry(pid, start, true, 1, Map.of());
  }
}
