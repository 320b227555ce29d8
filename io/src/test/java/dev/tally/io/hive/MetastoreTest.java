package dev.tally.io.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs the client against a server that reads the first byte of each call and closes the
 * connection.
 */
class MetastoreTest {
  private static final int NEVER_MORE = 10;

  private final AtomicInteger heard = new AtomicInteger();
  private ServerSocket server;
  private CompletableFuture<Void> serving;

  @BeforeEach
  void listens() throws IOException {
    server = new ServerSocket(0, NEVER_MORE, InetAddress.getLoopbackAddress());
    serving = CompletableFuture.runAsync(this::hangUp);
  }

  @AfterEach
  void stops() throws IOException {
    server.close();
    serving.join();
  }

  @Test
  void whatAsksIsRepeated_andWhatReplacesIsNot() {
    try (Metastore metastore = new Metastore("thrift://127.0.0.1:" + server.getLocalPort())) {
      assertThatThrownBy(() -> metastore.location("default")).hasMessageContaining("not answer");
      assertThat(heard.getAndSet(0)).isEqualTo(2);
      Partition partition = new Partition();
      partition.setValues(List.of("x"));
      assertThatThrownBy(() -> metastore.alter(partition)).hasMessageContaining("not answer");
      assertThat(heard.getAndSet(0)).isEqualTo(1);
      assertThatThrownBy(() -> metastore.alter(new Table())).hasMessageContaining("not answer");
      assertThat(heard.get()).isEqualTo(1);
    }
  }

  private void hangUp() {
    while (true) {
      try (Socket one = server.accept()) {
        one.getInputStream().read();
        heard.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }
  }
}
