package dev.tally.server.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * Controls the behaviour of a stack's order service. A service that was killed and started again
 * behaves normally, and its counters start from zero.
 *
 * <p>Errors: {@link IOException} if the control port of the service does not respond with status
 * 200. It responds in every {@link Outage}.
 */
public final class OrderControl {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI control;

  private OrderControl(URI control) {
    this.control = control;
  }

  /** Returns the control of a stack's order service. */
  public static OrderControl of(LocalStack stack) {
    return new OrderControl(stack.http(Server.ORDERS, OrderServer.CONTROL));
  }

  /** Whether the service answers calls, and if not, how it fails. */
  public enum Outage {
    /** It answers calls. */
    NONE,
    /** It accepts no connection. */
    REFUSES,
    /** It reads a call and closes the connection. */
    CLOSES,
    /** It reads a call and never answers. */
    HANGS
  }

  /**
   * The behaviour of the service.
   *
   * @param latency how long each response is delayed
   * @param errorRate the share of calls answered with status 500, from 0 to 1
   * @param outage whether the service answers calls, and if not, how it fails
   * @param unknownPrefix orders whose ids begin with this are unknown; empty if all orders are
   *     known
   */
  public record ServiceBehaviour(
      Duration latency, double errorRate, Outage outage, String unknownPrefix) {
    /** Returns the behaviour of a service without faults. */
    public static ServiceBehaviour normal() {
      return new ServiceBehaviour(Duration.ZERO, 0, Outage.NONE, "");
    }

    public ServiceBehaviour withLatency(Duration changed) {
      return new ServiceBehaviour(changed, errorRate, outage, unknownPrefix);
    }

    public ServiceBehaviour withErrorRate(double changed) {
      return new ServiceBehaviour(latency, changed, outage, unknownPrefix);
    }

    public ServiceBehaviour withOutage(Outage changed) {
      return new ServiceBehaviour(latency, errorRate, changed, unknownPrefix);
    }

    public ServiceBehaviour withUnknownPrefix(String changed) {
      return new ServiceBehaviour(latency, errorRate, outage, changed);
    }
  }

  /** Changes the behaviour from now on. */
  public void change(ServiceBehaviour behaviour) throws IOException {
    var unused =
        send(
            "PUT",
            BodyPublishers.ofString(
                JSON.writeValueAsString(
                    Map.of(
                        "latencyMillis", behaviour.latency().toMillis(),
                        "errorRate", behaviour.errorRate(),
                        "outage", behaviour.outage().name(),
                        "unknownPrefix", behaviour.unknownPrefix()))));
  }

  /**
   * Returns the number of valid calls that the service has read since its start, whatever the
   * response. Health checks are not counted.
   */
  public long requests() throws IOException {
    return send("GET", BodyPublishers.noBody()).path("requests").asLong();
  }

  private JsonNode send(String method, BodyPublisher body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(control.resolve("/control"))
            .timeout(ANSWER)
            .method(method, body)
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(
            "The order service returned status %d".formatted(response.statusCode()));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for the order service", e);
    }
  }
}
