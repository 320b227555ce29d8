package dev.tally.it.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.orders.OrderApi;
import dev.tally.io.orders.OrderLookup;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.OrderControl;
import dev.tally.server.stack.OrderControl.Outage;
import dev.tally.server.stack.OrderControl.ServiceBehaviour;
import dev.tally.server.stack.Server;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the responses of the local stack's order service and each way in which it can fail. */
@Tag("integration")
class OrderServerTest {
  private static final ServiceBehaviour NORMAL = ServiceBehaviour.normal();
  private static LocalStack stack;

  @BeforeAll
  static void startsTheService() {
    stack = LocalStack.temporary();
    stack.up(Server.ORDERS);
  }

  @AfterAll
  static void stopsIt() {
    stack.close();
  }

  @BeforeEach
  void behavesWell() throws IOException {
    OrderControl.of(stack).change(NORMAL);
  }

  @Test
  void returnsTheSameDetails_alsoAfterAKill() throws Exception {
    String details = ask("o-1", "o-2").body();
    assertThat(details).contains("\"order_id\":\"o-1\"").contains("\"order_id\":\"o-2\"");
    assertThat(OrderControl.of(stack).requests()).isPositive();
    stack.kill(Server.ORDERS);
    assertThatThrownBy(() -> ask("o-1")).isInstanceOf(ConnectException.class);
    stack.up(Server.ORDERS);
    assertThat(OrderControl.of(stack).requests()).isZero();
    assertThat(ask("o-1", "o-2").body()).isEqualTo(details);
  }

  @Test
  void failsInEachConfiguredWay_andRecovers() throws Exception {
    change(NORMAL.withErrorRate(1));
    assertThat(ask("o-1").statusCode()).isEqualTo(500);
    change(NORMAL.withOutage(Outage.REFUSES));
    assertThatThrownBy(() -> ask("o-1")).isInstanceOf(ConnectException.class);
    change(NORMAL.withOutage(Outage.CLOSES));
    assertThatThrownBy(() -> ask("o-1"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
    change(NORMAL.withOutage(Outage.HANGS));
    assertThatThrownBy(() -> ask("o-1")).isInstanceOf(HttpTimeoutException.class);
    change(NORMAL.withLatency(Duration.ofSeconds(5)));
    assertThatThrownBy(() -> ask("o-1")).isInstanceOf(HttpTimeoutException.class);
    change(NORMAL.withUnknownPrefix("o-"));
    assertThat(ask("o-1").body()).isEqualTo("{\"orders\":[]}");
    change(NORMAL);
    assertThat(ask("o-1").body()).contains("o-1");
  }

  @Test
  void rejectsAnInvalidCall() throws Exception {
    assertThat(post("not json").statusCode()).isEqualTo(400);
    assertThat(post("{}").statusCode()).isEqualTo(400);
  }

  @Test
  void answersTheLookupsOfTheClient() {
    try (OrderLookup lookup = OrderApi.at(stack.orderService().toString()).open()) {
      assertThat(lookup.lookUp("o-1")).isEmpty();
      lookup.flush();
      await().atMost(Duration.ofSeconds(30)).until(() -> lookup.lookUp("o-1").isPresent());
    }
  }

  private static void change(ServiceBehaviour behaviour) throws IOException {
    OrderControl.of(stack).change(behaviour);
  }

  private static HttpResponse<String> ask(String... ids) throws Exception {
    return post("{\"order_ids\":[\"%s\"]}".formatted(String.join("\",\"", ids)));
  }

  private static HttpResponse<String> post(String body) throws Exception {
    URI uri = stack.orderService().resolve("/orders/details");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(2))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }
}
