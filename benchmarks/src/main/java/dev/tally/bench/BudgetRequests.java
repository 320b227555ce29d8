package dev.tally.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Sends requests to the budget service at fixed times, from several threads. */
final class BudgetRequests {
  private static final int SENDERS = 16;
  private static final long NANOS = 1_000_000_000;
  private static final int OK = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration READY_TIMEOUT = Duration.ofMinutes(1);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final int campaigns;

  BudgetRequests(int port, int campaigns) {
    this.url = "http://127.0.0.1:" + port;
    this.campaigns = campaigns;
  }

  /**
   * The response times in ascending order.
   *
   * @param wrong number of responses that do not have the spend of the requested campaign
   */
  @SuppressWarnings("ArrayRecordComponent") // It is only read.
  record Outcome(long[] sortedNanos, Duration elapsed, long wrong) {}

  void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
    while (get("/health").statusCode() != OK) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the budget service is not ready after " + READY_TIMEOUT);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  Outcome run(long perSecond, Duration time) throws IOException, InterruptedException {
    int requests = Math.toIntExact(perSecond * time.toSeconds());
    long[] nanos = new long[requests];
    AtomicLong wrong = new AtomicLong();
    long start = System.nanoTime();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int sender = 0; sender < SENDERS; sender++) {
        int first = sender;
        tasks.add(
            () -> {
              for (int i = first; i < requests; i += SENDERS) {
                nanos[i] = send(i, start + NANOS * i / perSecond, wrong);
              }
              return null;
            });
      }
      for (Future<Void> task : senders.invokeAll(tasks)) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a request has failed", e);
    } finally {
      senders.shutdownNow();
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    Arrays.sort(nanos);
    return new Outcome(nanos, elapsed, wrong.get());
  }

  private long send(int request, long due, AtomicLong wrong)
      throws IOException, InterruptedException {
    long wait = due - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
    int campaign = request % campaigns;
    HttpResponse<String> response = get("/budgets/" + SpendRecords.campaign(campaign));
    if (response.statusCode() != OK
        || !response.body().contains("\"spend_micros\":%d,".formatted(campaign))) {
      wrong.incrementAndGet();
    }
    return System.nanoTime() - due;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT).build(),
        BodyHandlers.ofString());
  }
}
