package dev.tally.io.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An order service on loopback whose responses are scripted. */
final class ScriptedServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<List<String>> batches = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<Answer> once = new ConcurrentLinkedQueue<>();
  private volatile Answer answer = Answer.KNOWN;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/orders/details", this::take);
    server.start();
  }

  /** How the server responds to a request. */
  enum Answer {
    KNOWN,
    UNKNOWN,
    ODD_IS_WRONG,
    ERROR,
    REFUSAL,
    NOT_JSON,
    NO_LIST,
    TOO_LARGE,
    NEVER,
    STOPS_HALFWAY
  }

  OrderApi api() {
    return OrderApi.at("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void answer(Answer changed) {
    answer = changed;
  }

  /** Sets the response to the next request that has no other scripted response. */
  void answerOnce(Answer next) {
    once.add(next);
  }

  /** Makes requests wait until the returned gate is opened. */
  CountDownLatch gate() {
    gate = new CountDownLatch(1);
    return gate;
  }

  /** The orders of each request, in order of arrival. */
  List<List<String>> batches() {
    return List.copyOf(batches);
  }

  int mostUnderWay() {
    return mostUnderWay.get();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> ids = new ArrayList<>();
      JSON.readTree(exchange.getRequestBody()).get("order_ids").forEach(id -> ids.add(id.asText()));
      batches.add(ids);
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      gate.await();
      underWay.decrementAndGet();
      answer(exchange, ids);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, List<String> ids)
      throws IOException, InterruptedException {
    Answer next = once.poll();
    switch (next == null ? answer : next) {
      case KNOWN -> send(exchange, 200, orders(ids, false));
      case ODD_IS_WRONG -> send(exchange, 200, orders(ids, true));
      case UNKNOWN -> send(exchange, 200, orders(List.of(), false));
      case ERROR -> send(exchange, 503, "{}");
      case REFUSAL -> send(exchange, 400, "{}");
      case NOT_JSON -> send(exchange, 200, "<html>");
      case NO_LIST -> send(exchange, 200, "{}");
      case TOO_LARGE ->
          send(exchange, 200, "{\"orders\":[],\"more\":\"%s\"}".formatted("x".repeat(1 << 20)));
      case NEVER -> closing.await();
      case STOPS_HALFWAY -> {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        closing.await();
      }
    }
  }

  /**
   * Returns orders whose number of items is the length of their id; if {@code oddIsWrong}, every
   * other order has -1 items.
   */
  private static String orders(List<String> ids, boolean oddIsWrong) {
    return ids.stream()
        .map(
            id ->
                "{\"order_id\":\"%s\",\"items\":%d,\"category\":\"grocery\",\"new_customer\":true}"
                    .formatted(id, oddIsWrong && ids.indexOf(id) % 2 == 1 ? -1 : id.length()))
        .collect(Collectors.joining(",", "{\"orders\":[", "]}"));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
