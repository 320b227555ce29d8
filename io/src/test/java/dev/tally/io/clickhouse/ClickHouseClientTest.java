package dev.tally.io.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClickHouseClientTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String TOO_MANY_PARTS = "Code: 252, e.displayText() = Too many parts";
  private static final String UNKNOWN_TABLE = "Code: 60, e.displayText() = Table doesn't exist";

  /** A response whose connection is closed when this many bytes are missing. */
  private record Response(int status, String body, int missing) {
    Response(int status, String body) {
      this(status, body, 0);
    }
  }

  private final Deque<Response> responses = new ArrayDeque<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void starts() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::respond);
    server.start();
  }

  @AfterEach
  void stops() {
    server.stop(0);
  }

  @Test
  void retriesAnErrorThatCanPass_withTheSameRows() {
    responses.add(new Response(500, TOO_MANY_PARTS));
    responses.add(new Response(503, ""));
    client(address()).insert("INSERT INTO t FORMAT JSONEachRow", "{}".getBytes(UTF_8));
    assertThat(requests).hasSize(3).allMatch(request -> request.endsWith(" {}"));
  }

  @Test
  void sendsARequestAgain_whenItsResponseBreaksOff() {
    responses.add(new Response(200, "n\n1\n2", 10));
    responses.add(new Response(200, "n\n1\n2\n"));
    assertThat(ClickHouseQuery.at(address()).rows("SELECT n FROM t"))
        .containsExactly(List.of("1"), List.of("2"));
    responses.add(new Response(200, "n", 10));
    client(address()).run("ALTER TABLE t ADD COLUMN c Int8");
    assertThat(requests).hasSize(4);
  }

  @Test
  void failsWhenTheResponseBreaksOff_ofRowsThatArePassedOn() {
    responses.add(new Response(200, "n\n1\n2", 10));
    assertThatThrownBy(() -> ClickHouseQuery.at(address()).forEach("SELECT n FROM t", row -> {}))
        .isInstanceOf(ClickHouseException.class)
        .hasMessageContaining("broke off");
    assertThat(requests).hasSize(1);
  }

  @Test
  void failsAtOnceOnAnErrorThatCannotPass_withItsText() {
    responses.add(new Response(500, UNKNOWN_TABLE));
    assertThatThrownBy(() -> client(address()).run("SELECT 1"))
        .isInstanceOf(ClickHouseException.class)
        .hasMessageContaining("Table doesn't exist");
    assertThat(requests).hasSize(1);
  }

  @Test
  void sendsTheUserAndThePassword_andNamesNeitherInAMessage() {
    responses.add(new Response(401, "Code: 193, e.displayText() = Wrong password"));
    ClickHouseAddress tally = address().withUser("tally", "s3cret");
    assertThatThrownBy(() -> client(tally).run("SELECT 1"))
        .hasMessageContaining("Wrong password")
        .hasMessageNotContaining("s3cret");
    assertThat(requests.get(0)).startsWith("tally/s3cret ");
    assertThat(tally.toString()).doesNotContain("s3cret").doesNotContain("tally");
  }

  @Test
  void asksWhetherTheServerRuns_whenNoneResponds() {
    ClickHouseAddress nowhere = ClickHouseAddress.at(URI.create("http://127.0.0.1:1"));
    assertThatThrownBy(() -> new ClickHouseClient(nowhere, Duration.ofSeconds(1)).run("SELECT 1"))
        .isInstanceOf(ClickHouseException.class)
        .hasMessage(
            "ClickHouse at http://127.0.0.1:1/ does not respond: is it running, and is the address right?");
  }

  @Test
  void refusesUrlsWithAUserAPathOrAQuery() {
    for (String url : List.of("jdbc:x", "http://a:b@h:1", "http://h:1/play", "http://h:1/?x=1")) {
      assertThatThrownBy(() -> ClickHouseAddress.at(URI.create(url)))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("a:b");
    }
    assertThat(ClickHouseAddress.at(URI.create("http://h:1"))).hasToString("http://h:1/");
  }

  private ClickHouseAddress address() {
    return ClickHouseAddress.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  private static ClickHouseClient client(ClickHouseAddress address) {
    return new ClickHouseClient(address, TIMEOUT);
  }

  private void respond(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    requests.add(
        "%s/%s %s"
            .formatted(
                headers.getFirst("X-ClickHouse-User"),
                headers.getFirst("X-ClickHouse-Key"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    Response response = responses.isEmpty() ? new Response(200, "") : responses.removeFirst();
    byte[] body = response.body().getBytes(UTF_8);
    int length = body.length + response.missing();
    exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
