package dev.tally.io.pinot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerClientTest {
  private final Deque<Integer> answers = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void startsAController() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int status = answers.size() > 1 ? answers.pop() : answers.getFirst();
          byte[] body = "{\"detail\":\"secret\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopsTheController() {
    server.stop(0);
  }

  @Test
  void retries_whileTheControllerStarts() {
    answers.addAll(List.of(503, 500, 200));
    assertThat(client().get("/tables/t")).isPresent();
  }

  @Test
  void retries_whenTheControllerIsBusy() {
    answers.addAll(List.of(408, 429, 200));
    assertThat(client().get("/tables/t")).isPresent();
  }

  @Test
  void returnsEmpty_whenTheControllerRespondsNotFound() {
    answers.add(404);
    assertThat(client().get("/tables/t")).isEmpty();
    client().delete("/tables/t");
  }

  @Test
  void reportsARejection_withoutSecrets() {
    answers.add(400);
    assertThatThrownBy(
            () ->
                client()
                    .send(
                        "POST",
                        "/tables",
                        JsonNodeFactory.instance.objectNode(),
                        text -> text.replace("secret", "***")))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("400")
        .hasMessageContaining("***")
        .hasMessageNotContaining("secret");
  }

  @Test
  void fails_whenTheControllerDoesNotRespond() {
    URI nobody = URI.create("http://127.0.0.1:1");
    assertThatThrownBy(() -> new ControllerClient(nobody, Duration.ofMillis(600)).get("/tables/t"))
        .isInstanceOf(PinotException.class)
        .hasMessageContaining("does not respond");
  }

  @Test
  void anUploadTimesOut(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("segment.tar.gz"), "rows");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI controller = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      ControllerClient client = new ControllerClient(controller, Duration.ofMillis(300));
      assertTimeout(
          Duration.ofSeconds(20),
          () ->
              assertThatThrownBy(() -> client.upload("/v2/segments", file))
                  .isInstanceOf(HttpTimeoutException.class));
    }
  }

  private ControllerClient client() {
    return new ControllerClient(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(20));
  }
}
