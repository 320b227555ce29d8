package dev.tally.io.pinot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A controller and a broker in one server, with one fixed response per path, and 404 for all other
 * paths.
 */
final class CannedPinot implements AutoCloseable {
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final List<String> changes = new CopyOnWriteArrayList<>();
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final HttpServer server;

  CannedPinot() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Responds with this JSON at a path, e.g. {@code /segments/readings}; {@code '} is replaced by a
   * double quote.
   */
  CannedPinot answering(String path, String json) {
    answers.put(path, json.replace('\'', '"'));
    return this;
  }

  /** Responds to any query with one row of one LONG, and with additional fields. */
  CannedPinot counting(long n, String more) {
    return answering(
        "/query/sql",
        """
        {'resultTable':{'dataSchema':{'columnNames':['n'],'columnDataTypes':['LONG']},'rows':[[%d]]},
         'exceptions':[],'numServersQueried':2,'numServersResponded':2%s}"""
            .formatted(n, more));
  }

  URI controller() {
    return URI.create("http://" + broker());
  }

  String broker() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The SQL of the queries received. */
  List<String> queries() {
    return List.copyOf(queries);
  }

  /** The requests received that may change something, e.g. {@code POST /schemas?override=true}. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  /** The body of the last request with this method and URI, e.g. {@code PUT /tables/readings}. */
  String lastBody(String change) {
    return Objects.requireNonNull(bodies.get(change), "There was no " + change);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (!exchange.getRequestMethod().equals("GET")) {
      String change = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      changes.add(change);
      bodies.put(change, body);
    }
    if (path.equals("/query/sql")) {
      queries.add(TableJson.read(body, "query").path("sql").asText());
    }
    String answer = answers.get(path);
    byte[] bytes = (answer == null ? "{}" : answer).getBytes(UTF_8);
    exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
