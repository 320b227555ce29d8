package dev.tally.scenarios.demo;

import dev.tally.io.kafka.KafkaCluster;
import dev.tally.operations.FileSender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.joda.time.Duration;

/**
 * Sends the demo's events at a constant rate; it holds the last part back until {@link
 * #sendTheRest}.
 */
final class DemoSender {
  private static final int LINES_PER_SECOND = 4_000;
  private static final Duration EXPECTED_DELAY = Duration.standardSeconds(10);

  /** The number of lines after which sending pauses until {@link #sendTheRest}. */
  private static final long LINES_AT_FIRST = 150_000;

  private final AtomicLong sent = new AtomicLong();
  private final CountDownLatch rest = new CountDownLatch(1);
  private final CompletableFuture<Long> sending;

  private DemoSender(KafkaCluster kafka, String topic, Path events) {
    this.sending =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new FileSender(kafka, topic, EXPECTED_DELAY, LINES_PER_SECOND)
                    .send(events, this::progressed);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
  }

  static DemoSender start(KafkaCluster kafka, String topic, Path events) {
    return new DemoSender(kafka, topic, events);
  }

  private void progressed(long lines) {
    sent.set(lines);
    if (lines == LINES_AT_FIRST) {
      try {
        rest.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void sendTheRest() {
    rest.countDown();
  }

  /** Returns the number of lines sent. */
  long sent() {
    return sent.get();
  }

  boolean done() {
    return sending.isDone();
  }

  /** Throws an exception if sending has failed. */
  void check() throws IOException {
    if (sending.isCompletedExceptionally()) {
      try {
        sending.join();
      } catch (CompletionException e) {
        throw new IOException("The events could not be sent: " + e.getCause(), e.getCause());
      }
    }
  }
}
