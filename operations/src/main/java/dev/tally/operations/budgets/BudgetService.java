package dev.tally.operations.budgets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tally.io.kafka.KafkaCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /budgets/CAMPAIGN} on the loopback interface from the records of {@code
 * campaign-spend}. It is read-only and bounded: a fixed number of threads, and at most two days of
 * a maximum number of campaigns.
 *
 * <p>Errors: until the topic is read for the first time, and after the reader has failed, every
 * request receives status 503.
 */
public final class BudgetService implements AutoCloseable {
  private static final String PATH = "/budgets/";
  private static final String DAY_QUERY = "day=";
  private static final int THREADS = 4;
  private static final String THREAD_NAME = "budget-service";

  /** The prefix of the name of the thread of Java's HTTP server that accepts connections. */
  private static final String DISPATCHER = "HTTP-Dispatcher";

  private static final int BACKLOG = 256;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  static {
    // Without it, each response on a reused connection waits 40 ms for an acknowledgement of TCP.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final BudgetTable table;
  private final FollowSpend spend;
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, task -> new Thread(task, THREAD_NAME));
  private volatile boolean caughtUp;

  private BudgetService(BudgetTable table, FollowSpend spend, int port, Clock clock)
      throws IOException {
    this.table = table;
    this.spend = spend;
    this.clock = clock;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
    server.setExecutor(threads);
    server.createContext(PATH, exchange -> respond(exchange, budget(exchange)));
    server.createContext("/health", exchange -> respond(exchange, health()));
    server.start();
  }

  /**
   * Starts the service.
   *
   * @param port 0 for any free port
   * @param maxCampaigns records of further campaigns are ignored
   */
  public static BudgetService start(
      KafkaCluster cluster, String topic, int port, int maxCampaigns, Clock clock)
      throws IOException {
    BudgetTable table = new BudgetTable(maxCampaigns);
    return new BudgetService(table, new FollowSpend(cluster, topic, table), port, clock);
  }

  /** Returns the port of the service. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Returns true if a thread with this name belongs to the service, for measurements. */
  public static boolean isThread(String name) {
    return name.equals(THREAD_NAME)
        || name.startsWith(FollowSpend.THREAD_PREFIX)
        || name.startsWith(DISPATCHER);
  }

  /** An HTTP response. */
  private record Response(int status, String json) {
    static Response error(int status, String message) {
      return new Response(status, "{\"error\":%s}".formatted(JsonString.of(message)));
    }
  }

  private Response budget(HttpExchange exchange) {
    if (!isReady()) {
      return Response.error(503, "The topic is not read yet; see /health.");
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      return Response.error(405, "Only GET is supported.");
    }
    String campaign =
        URLDecoder.decode(
            exchange.getRequestURI().getRawPath().substring(PATH.length()).replace("+", "%2B"),
            UTF_8);
    Instant now = clock.instant();
    try {
      return table
          .answer(campaign, day(exchange.getRequestURI().getQuery(), now), now)
          .map(answer -> new Response(200, answer.toJson()))
          .orElseGet(() -> Response.error(404, "The campaign has no spend on this day."));
    } catch (DateTimeParseException e) {
      return Response.error(400, "day: expected a date such as 2026-03-01");
    }
  }

  private static Instant day(@Nullable String query, Instant now) {
    LocalDate day =
        query == null || !query.startsWith(DAY_QUERY)
            ? now.atOffset(ZoneOffset.UTC).toLocalDate()
            : LocalDate.parse(query.substring(DAY_QUERY.length()));
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private Response health() {
    boolean ready = isReady();
    String error =
        Optional.ofNullable(spend.failure())
            .map(e -> ",\"error\":" + JsonString.of(String.valueOf(e.getMessage())))
            .orElse("");
    return new Response(
        ready ? 200 : 503,
        "{\"status\":\"%s\",\"records_behind\":%d,\"campaigns\":%d,\"records_ignored\":%d%s}"
            .formatted(
                ready ? "ready" : "not ready",
                spend.behind(),
                table.campaigns(),
                table.ignored(),
                error));
  }

  private boolean isReady() {
    caughtUp |= spend.behind() == 0;
    return caughtUp && spend.failure() == null;
  }

  private static void respond(HttpExchange exchange, Response response) throws IOException {
    byte[] body = response.json().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(response.status(), body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    spend.close();
  }
}
