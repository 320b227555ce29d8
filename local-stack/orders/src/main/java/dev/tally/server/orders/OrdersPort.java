package dev.tally.server.orders;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tally.server.orders.Behaviour.Outage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The port of the order service itself, which answers {@code POST /orders/details}. */
final class OrdersPort {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int SERVER_ERROR = 500;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final long SEED = 42;

  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SplittableRandom chance = new SplittableRandom(SEED);
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong orders = new AtomicLong();
  private volatile Behaviour behaviour = Behaviour.normal();
  private @Nullable HttpServer server;

  OrdersPort(int port) {
    this.port = port;
  }

  Behaviour behaviour() {
    return behaviour;
  }

  /**
   * Returns the number of valid calls read, whatever the response. Health checks are not counted.
   */
  long requests() {
    return requests.get();
  }

  /** Returns the number of orders requested by these calls. */
  long orders() {
    return orders.get();
  }

  /**
   * Changes the behaviour from now on. If the new behaviour does not hang, the connections of calls
   * that hang are closed without a response.
   */
  synchronized void change(Behaviour changed) throws IOException {
    behaviour = changed;
    notifyAll();
    if (changed.outage() == Outage.REFUSES && server != null) {
      server.stop(0);
      server = null;
    } else if (changed.outage() != Outage.REFUSES && server == null) {
      server = HttpServer.create(address(port), 0);
      server.setExecutor(threads);
      server.createContext("/orders/details", this::answer);
      server.start();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      DetailsRequest request = DetailsRequest.read(exchange.getRequestBody());
      if (request == null) {
        send(exchange, BAD_REQUEST, new byte[0]);
      } else {
        answer(exchange, request);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, DetailsRequest request)
      throws IOException, InterruptedException {
    if (!request.isHealthCheck()) {
      requests.incrementAndGet();
      orders.addAndGet(request.ids().size());
    }
    Behaviour now = behaviour;
    if (now.outage() == Outage.HANGS) {
      hang();
    }
    if (now.outage() == Outage.NONE) {
      TimeUnit.MILLISECONDS.sleep(now.latencyMillis());
      boolean fails = !request.isHealthCheck() && fails(now.errorRate());
      byte[] body = fails ? new byte[0] : request.response(now.unknownPrefix());
      send(exchange, fails ? SERVER_ERROR : OK, body);
    }
  }

  private synchronized void hang() throws InterruptedException {
    while (behaviour.outage() == Outage.HANGS) {
      wait();
    }
  }

  private synchronized boolean fails(double errorRate) {
    return chance.nextDouble() < errorRate;
  }

  static InetSocketAddress address(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
