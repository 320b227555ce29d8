package dev.tally.server.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {
  @TempDir private Path dir;

  @Test
  void isDown_beforeItsFirstStart() {
    LocalStack stack = LocalStack.at(dir);
    assertThat(stack.status()).hasSize(Server.values().length).noneMatch(ServerStatus::up);
    assertThatThrownBy(stack::kafkaBootstrap).hasMessageContaining("start it with up()");
    stack.down();
    assertThatThrownBy(() -> stack.kill(Server.KAFKA))
        .isInstanceOf(StackException.class)
        .hasMessage("kafka does not run.");
  }

  @Test
  void saysThatAPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      LocalStack stack = LocalStack.at(dir).withPort(Server.KAFKA, "broker", port);
      assertThatThrownBy(() -> stack.up(Server.KAFKA))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("Port " + port + " (broker of kafka) is in use")
          .hasMessageContaining("choose another port");
    }
  }

  @Test
  void saysWhatToBuild_whenAClassPathIsMissing() {
    assertThatThrownBy(() -> ClassPath.of(dir, "kafka"))
        .hasMessageContaining("mvn -q package -DskipTests");
  }

  @Test
  void refusesOptionsThatCannotBe() {
    LocalStack stack = LocalStack.at(dir);
    assertThatThrownBy(() -> stack.withPort(Server.KAFKA, "admin", 1))
        .hasMessageContaining("broker");
    assertThatThrownBy(() -> stack.withPort(Server.KAFKA, "broker", 70_000))
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> stack.withHeapMiB(Server.PINOT, 1)).hasMessageContaining("128");
    assertThatThrownBy(() -> stack.withTimeout(Duration.ZERO)).hasMessageContaining("positive");
  }

  @Test
  void choosesWantedThenFormerThenFreePorts() {
    Ports ports =
        Ports.choose(Set.of("a", "b", "c"), Map.of("a", 1), Map.of("a", 2, "b", 3), Set.of());
    assertThat(ports.get("a")).isEqualTo(1);
    assertThat(ports.get("b")).isEqualTo(3);
    assertThat(ports.get("c")).isBetween(20_000, 29_999);
  }

  @Test
  void waitsForTheLock_andSaysSo() throws InterruptedException {
    Path lock = dir.resolve("stack.lock");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread other =
        new Thread(
            () ->
                StackLock.holding(
                    lock,
                    Duration.ofSeconds(5),
                    () -> {
                      held.countDown();
                      awaitUninterrupted(done);
                    }));
    other.start();
    assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> StackLock.holding(lock, Duration.ofMillis(200), () -> {}))
        .hasMessageContaining("Another command");
    done.countDown();
    other.join();
    StackLock.holding(lock, Duration.ofSeconds(5), () -> {});
  }

  @Test
  void startsNoServerOverFilesThatAreNotItsOwn() throws IOException {
    Path mine = Files.createDirectories(dir.resolve("kafka"));
    assertThatThrownBy(() -> LocalStack.at(dir).up(Server.KAFKA))
        .isInstanceOf(StackException.class)
        .hasMessageContaining(mine + " exists")
        .hasMessageContaining("--dir");
    assertThat(mine).isEmptyDirectory();
  }

  @Test
  void readsTheMemoryOfAProcess_whereTheSystemTells() {
    long self = ProcessHandle.current().pid();
    assertThat(Memory.rssMiB(self).isPresent())
        .isEqualTo(Files.exists(Path.of("/proc/self/status")));
    assertThat(Memory.peakMiB(Long.MAX_VALUE)).isEmpty();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
