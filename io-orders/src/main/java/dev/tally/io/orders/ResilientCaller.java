package dev.tally.io.orders;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreaker.State;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import dev.failsafe.event.CircuitBreakerStateChangedEvent;
import dev.failsafe.function.CheckedSupplier;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches to a service that may fail. Each request has a timeout and is retried with
 * exponential backoff. A circuit breaker opens when half of the requests within ten seconds have
 * failed, and these were at least ten. Then no request is sent for a while, and afterwards only one
 * at a time until the service responds again.
 */
final class ResilientCaller implements AutoCloseable {
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final double JITTER = 0.25;
  private static final int FAILURE_PERCENT = 50;
  private static final int AT_LEAST_CALLS = 10;
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final int GOOD_CALLS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(OrderLookup.class);

  private final URI service;
  private final LookupCounters counts;
  private final ScheduledExecutorService executor;
  private final CircuitBreaker<Map<String, Details>> breaker;
  private final FailsafeExecutor<Map<String, Details>> failsafe;
  private volatile String lastFault = "none";

  ResilientCaller(OrderApi api, LookupCounters counts) {
    this.service = api.base();
    this.counts = counts;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "order-lookup");
              thread.setDaemon(true);
              return thread;
            });
    this.breaker = breaker(Duration.ofMillis(api.breakerDelay().getMillis()));
    this.failsafe =
        Failsafe.with(
                retries(),
                breaker,
                Timeout.<Map<String, Details>>of(Duration.ofMillis(api.timeout().getMillis())))
            .with(executor);
  }

  ScheduledExecutorService executor() {
    return executor;
  }

  /**
   * True while the circuit breaker is open and its delay has not passed: no request may be sent.
   */
  boolean isOpen() {
    return breaker.isOpen() && !breaker.getRemainingDelay().isZero();
  }

  /** True if the circuit breaker is closed: the number of concurrent requests is not restricted. */
  boolean isClosed() {
    return breaker.isClosed();
  }

  /** Runs a request and retries it after failures that may pass. */
  CompletableFuture<Map<String, Details>> call(
      CheckedSupplier<CompletionStage<Map<String, Details>>> call) {
    return failsafe.getStageAsync(call);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private RetryPolicy<Map<String, Details>> retries() {
    return RetryPolicy.<Map<String, Details>>builder()
        .handleIf(thrown -> isPassing(thrown))
        .withBackoff(SHORTEST_PAUSE, LONGEST_PAUSE)
        .withJitter(JITTER)
        .withMaxAttempts(OrderApi.ATTEMPTS)
        .onRetry(again -> counts.add(LookupCounters.Name.REQUESTS_RETRIED, 1))
        .build();
  }

  private CircuitBreaker<Map<String, Details>> breaker(Duration rest) {
    return CircuitBreaker.<Map<String, Details>>builder()
        .withFailureRateThreshold(FAILURE_PERCENT, AT_LEAST_CALLS, WITHIN)
        .withDelay(rest)
        .withSuccessThreshold(GOOD_CALLS)
        .onFailure(
            failed -> {
              lastFault = fault(failed.getException());
              counts.add(LookupCounters.Name.REQUESTS_FAILED, 1);
            })
        .onOpen(this::opened)
        .onClose(closed -> LOG.info("The order service at {} responds again", service))
        .build();
  }

  /**
   * Logs and counts only the first opening: the breaker also opens again after each failed trial.
   */
  private void opened(CircuitBreakerStateChangedEvent change) {
    if (change.getPreviousState() == State.CLOSED) {
      counts.add(LookupCounters.Name.BREAKER_OPENED, 1);
      LOG.warn(
          "The order service at {} fails too often (last: {}): orders are emitted as PENDING, and"
              + " requests resume when it responds again",
          service,
          lastFault);
    }
  }

  private static boolean isPassing(Throwable thrown) {
    Throwable cause = cause(thrown);
    return !(cause instanceof dev.failsafe.CircuitBreakerOpenException)
        && !(cause instanceof ServiceFault fault && fault.isLasting());
  }

  private static String fault(Throwable thrown) {
    Throwable cause = cause(thrown);
    return cause instanceof ServiceFault
        ? String.valueOf(cause.getMessage())
        : cause.getClass().getSimpleName();
  }

  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return thrown instanceof CompletionException && cause != null ? cause : thrown;
  }
}
