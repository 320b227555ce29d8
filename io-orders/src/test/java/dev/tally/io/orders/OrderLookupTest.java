package dev.tally.io.orders;

import static dev.tally.io.orders.LookupCounters.Name.ANSWERS_REFUSED;
import static dev.tally.io.orders.LookupCounters.Name.BATCHES_ABANDONED;
import static dev.tally.io.orders.LookupCounters.Name.BREAKER_OPENED;
import static dev.tally.io.orders.LookupCounters.Name.ORDERS_DROPPED;
import static dev.tally.io.orders.LookupCounters.Name.ORDERS_MISSED;
import static dev.tally.io.orders.LookupCounters.Name.REQUESTS_FAILED;
import static dev.tally.io.orders.LookupCounters.Name.REQUESTS_RETRIED;
import static dev.tally.io.orders.LookupCounters.Name.REQUESTS_SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tally.io.orders.ScriptedServer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderLookupTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Details OF_ABC = new Details(3, "grocery", true);

  private final AtomicLong nanos = new AtomicLong();
  private ScriptedServer server;
  private OrderLookup lookup;

  @BeforeEach
  void opens() throws IOException {
    server = new ScriptedServer();
    lookup = open(server.api().withTimeout(org.joda.time.Duration.millis(DEADLINE.toMillis())));
  }

  @AfterEach
  void closes() {
    lookup.close();
    server.close();
  }

  @Test
  void returnsDetails_onceTheyAreReceived() {
    assertThat(lookup.lookUp("abc")).isEmpty();
    assertThat(server.batches()).as("nothing is sent before the end of the bundle").isEmpty();
    lookup.flush();
    awaitAnswer("abc");
    assertThat(lookup.lookUp("abc")).contains(OF_ABC);
    lookup.flush();
    assertThat(server.batches()).containsExactly(List.of("abc"));
  }

  @Test
  void sendsTheOrdersOfABundleTogether_andEachOrderOnce() {
    lookUp("a", "b", "a");
    lookup.flush();
    lookUp("a", "b");
    lookup.flush();
    awaitAnswer("b");
    assertThat(server.batches()).containsExactly(List.of("a", "b"));
  }

  @Test
  void sendsAFullBatchImmediately() {
    lookup = open(server.api().withBatch(2));
    CountDownLatch gate = server.gate();
    lookUp("a", "b", "c");
    await().atMost(DEADLINE).until(() -> server.batches().size() == 1);
    assertThat(server.batches()).containsExactly(List.of("a", "b"));
    gate.countDown();
    awaitAnswer("b");
    lookup.flush();
    awaitAnswer("c");
  }

  @Test
  void limitsConcurrentRequests_andBatchesTheRestMeanwhile() {
    CountDownLatch gate = server.gate();
    lookup = open(server.api().withMaxConcurrentRequests(2));
    for (String id : List.of("a", "b", "c", "d", "e")) {
      lookUp(id);
      lookup.flush();
    }
    await().atMost(DEADLINE).until(() -> server.batches().size() == 2);
    gate.countDown();
    List.of("a", "b", "c", "d", "e").forEach(this::awaitAnswer);
    assertThat(server.mostUnderWay()).isEqualTo(2);
    assertThat(server.batches()).hasSize(3).contains(List.of("c", "d", "e"));
  }

  @Test
  void retries_whenTheServiceFails() {
    server.answerOnce(Answer.ERROR);
    server.answerOnce(Answer.NOT_JSON);
    lookUp("abc");
    lookup.flush();
    awaitAnswer("abc");
    assertThat(count(REQUESTS_FAILED)).isEqualTo(2);
    assertThat(count(REQUESTS_RETRIED)).isEqualTo(2);
    assertThat(count(BATCHES_ABANDONED)).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.class,
      names = {"ERROR", "NOT_JSON", "NO_LIST", "TOO_LARGE", "NEVER", "STOPS_HALFWAY"})
  void abandonsABatchAfterAllAttempts_andSendsItWhenItIsRequestedAgain(Answer fault) {
    server.answer(fault);
    lookup = open(server.api().withTimeout(org.joda.time.Duration.millis(300)));
    lookUp("abc");
    lookup.flush();
    await().atMost(DEADLINE).until(() -> count(BATCHES_ABANDONED) == 1);
    assertThat(count(REQUESTS_SENT)).isEqualTo(OrderApi.ATTEMPTS);
    assertThat(count(REQUESTS_FAILED)).isEqualTo(OrderApi.ATTEMPTS);
    server.answer(Answer.KNOWN);
    lookup.flush();
    assertThat(count(REQUESTS_SENT)).as("it is forgotten").isEqualTo(OrderApi.ATTEMPTS);
    lookUp("abc");
    lookup.flush();
    awaitAnswer("abc");
  }

  @Test
  void doesNotRetryARejectedRequest() {
    server.answer(Answer.REFUSAL);
    lookUp("abc");
    lookup.flush();
    await().atMost(DEADLINE).until(() -> count(BATCHES_ABANDONED) == 1);
    assertThat(count(REQUESTS_SENT)).isEqualTo(1);
  }

  @Test
  void acceptsTheOtherOrders_whenOneIsInvalid() {
    server.answer(Answer.ODD_IS_WRONG);
    lookUp("abc", "wrong");
    lookup.flush();
    awaitAnswer("abc");
    assertThat(lookup.lookUp("wrong")).isEmpty();
    assertThat(count(ANSWERS_REFUSED)).isEqualTo(1);
    assertThat(count(ORDERS_MISSED)).isEqualTo(1);
  }

  @Test
  void remembersForAShortTime_thatTheServiceDoesNotKnowAnOrder() {
    server.answer(Answer.UNKNOWN);
    lookup = open(server.api().withUnknownFor(org.joda.time.Duration.standardSeconds(5)));
    lookUp("abc");
    lookup.flush();
    await().atMost(DEADLINE).until(() -> count(ORDERS_MISSED) == 1);
    server.answer(Answer.KNOWN);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
    lookUp("abc");
    lookup.flush();
    assertThat(count(REQUESTS_SENT)).isEqualTo(1);
    nanos.addAndGet(1);
    lookUp("abc");
    lookup.flush();
    awaitAnswer("abc");
  }

  @Test
  void pausesRequestsToAFailingService_thenSendsOneAtATime_untilItRecovers() {
    server.answer(Answer.ERROR);
    lookup = open(server.api().withBreakerDelay(org.joda.time.Duration.standardSeconds(1)));
    askUntil(() -> count(BREAKER_OPENED) == 1);
    await()
        .atMost(DEADLINE)
        .until(
            () -> {
              lookUp("meanwhile");
              lookup.flush();
              return count(ORDERS_DROPPED) > 0;
            });
    server.answer(Answer.KNOWN);
    askUntil(() -> lookup.lookUp("abc").isPresent());
    assertThat(count(BREAKER_OPENED)).isEqualTo(1);
  }

  @Test
  void endsItsThreads() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    openAskAndClose();
    await()
        .atMost(DEADLINE)
        .until(
            () -> {
              System.gc(); // Before Java 21, ending the threads needs garbage collection.
              return Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> !before.contains(thread))
                  .map(Thread::getName)
                  .noneMatch(name -> name.equals("order-lookup") || name.startsWith("HttpClient"));
            });
  }

  private void openAskAndClose() {
    try (OrderLookup another = server.api().open(nanos::get)) {
      assertThat(another.lookUp("abc")).isEmpty();
      another.flush();
      await().atMost(DEADLINE).until(() -> another.lookUp("abc").isPresent());
    }
  }

  @Test
  void rejectsAnInvalidBaseUrl() {
    for (String wrong : List.of("orders:8080", "ftp://orders", "http://", "/orders")) {
      assertThatThrownBy(() -> OrderApi.at(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("write it like http://orders.internal:8080");
    }
    assertThatThrownBy(() -> OrderApi.at("http://user:secret@orders"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  private OrderLookup open(OrderApi api) {
    if (lookup != null) {
      lookup.close();
    }
    return api.open(nanos::get);
  }

  private void lookUp(String... ids) {
    for (String id : ids) {
      assertThat(lookup.lookUp(id)).isEmpty();
    }
  }

  private long count(LookupCounters.Name name) {
    return lookup.counts().get(name);
  }

  private void awaitAnswer(String id) {
    await()
        .atMost(DEADLINE)
        .until(
            () -> {
              lookup.flush();
              return lookup.lookUp(id).isPresent();
            });
    assertThat(lookup.lookUp(id)).contains(new Details(id.length(), "grocery", true));
  }

  private void askUntil(Callable<Boolean> holds) {
    int[] asks = new int[1];
    await()
        .atMost(DEADLINE)
        .until(
            () -> {
              IntStream.range(0, 3).forEach(i -> lookup.lookUp("order " + asks[0]++));
              var unused = lookup.lookUp("abc");
              lookup.flush();
              return holds.call();
            });
  }
}
