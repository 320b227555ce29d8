package dev.tally.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestPortTest {
  private final List<Integer> attempts = new ArrayList<>();
  private final List<String> reported = new ArrayList<>();

  /** Binds the port at its start, as an embedded Flink does. */
  private boolean listen(int port) throws IOException {
    attempts.add(port);
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      throw JobFailures.notStarted(new IllegalStateException("Flink did not start", e));
    }
  }

  @Test
  void startsOnAnotherPort_whenAnotherProcessHasTakenTheOneChosen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThat(RestPort.free(port).start(this::listen, reported::add)).isTrue();
      assertThat(attempts).hasSize(2).startsWith(port);
      assertThat(reported)
          .containsExactly(
              "note: port %d is in use by another process, so Flink uses port %d"
                  .formatted(port, attempts.get(1)));
    }
  }

  @Test
  void startsOnNoOtherPort_whenTheUserHasNamedIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RestPort only = RestPort.only(taken.getLocalPort());
      assertThatThrownBy(() -> only.start(this::listen, reported::add))
          .isInstanceOf(JobFailure.class);
      assertThat(attempts).hasSize(1);
    }
  }

  @Test
  void startsOnce_whenTheJobFailsForAnotherReason() {
    assertThatThrownBy(
            () ->
                RestPort.free(FreePort.find())
                    .start(
                        port -> {
                          attempts.add(port);
                          throw JobFailures.notStarted(new IOException("disk full"));
                        },
                        reported::add))
        .hasMessageContaining("disk full");
    assertThat(attempts).hasSize(1);
  }

  @Test
  void givesUp_whenEveryPortIsTaken() {
    assertThatThrownBy(
            () ->
                RestPort.free(1)
                    .start(
                        port -> {
                          attempts.add(port);
                          throw JobFailures.notStarted(new BindException("Address in use"));
                        },
                        reported::add))
        .hasMessageContaining("Address in use");
    assertThat(attempts).hasSize(5);
  }

  @Test
  void choosesAPortThatNoOutgoingConnectionUses() throws IOException {
    assertThat(FreePort.find()).isBetween(30_000, 32_767);
  }
}
