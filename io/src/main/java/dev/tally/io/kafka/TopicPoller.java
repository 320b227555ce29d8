package dev.tally.io.kafka;

import dev.tally.io.kafka.PartitionClock.EndOffset;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that owns a consumer and hands over what it polls, in order: records, positions (which
 * pass transaction markers) and end-offset lookups.
 *
 * <p>A cluster that does not answer is no fault: others may be read beside it. It is waited for.
 *
 * <p>Limits: two batches wait at most; then polling pauses until the reader takes one.
 *
 * <p>Errors: a fault of the consumer ends the thread and is thrown by the next {@link #next}.
 */
final class TopicPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicPoller.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int WAITING_BATCHES = 2;
  private static final long CLOSE_SECONDS = 10;

  /** What one poll gave; applied in this order: records, positions, ends. */
  record Batch(
      ConsumerRecords<byte[], byte[]> records,
      Map<TopicPartition, Long> positions,
      Map<TopicPartition, EndOffset> ends) {}

  private final PartitionCheck check;
  private final Consumer<byte[], byte[]> consumer;
  private final @Nullable EndOffsets endOffsets;
  private final Clock clock;
  private final Thread thread;
  private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(WAITING_BATCHES);
  private final AtomicReference<@Nullable Map<TopicPartition, OffsetAndMetadata>> toCommit =
      new AtomicReference<>();
  private final Map<TopicPartition, Long> published = new HashMap<>();
  private volatile @Nullable Throwable fault;
  private volatile boolean closed;

  /**
   * Takes the consumer, assigned and positioned.
   *
   * @param check must hold before anything is polled
   * @param endOffsets lookups of the end of the log, null where the watermark does not need them
   */
  TopicPoller(
      PartitionCheck check,
      Consumer<byte[], byte[]> consumer,
      @Nullable EndOffsets endOffsets,
      Clock clock) {
    this.check = check;
    this.consumer = consumer;
    this.endOffsets = endOffsets;
    this.clock = clock;
    this.thread = new Thread(this::run, "tally-poll-" + check.topic());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The next batch if one is there, else null at once. */
  @Nullable Batch next() throws IOException {
    Batch batch = batches.poll();
    Throwable thrown = fault;
    if (batch == null && thrown != null) {
      throw new IOException(explain(thrown), thrown);
    }
    return batch;
  }

  /** Has the offsets committed soon, for monitoring; a newer call replaces one still waiting. */
  void commitSoon(Map<TopicPartition, OffsetAndMetadata> offsets) {
    toCommit.set(offsets);
  }

  private void run() {
    try {
      while (!closed && !check.holds(consumer)) {
        LOG.info("Kafka does not answer yet: {} is read when it does", check.topic());
      }
      while (!closed) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        Map<TopicPartition, EndOffset> ends =
            endOffsets == null ? Map.of() : endOffsets.poll(clock);
        handOver(new Batch(records, movedPositions(), ends));
        commit();
      }
    } catch (WakeupException | InterruptedException e) {
      LOG.debug("Polling ends", e);
    } catch (Throwable e) { // An Error too: a thread that dies in silence stalls its partitions.
      fault = e;
    } finally {
      consumer.close(Duration.ofSeconds(CLOSE_SECONDS / 2));
    }
  }

  private void handOver(Batch batch) throws InterruptedException {
    if (batch.records().isEmpty() && batch.positions().isEmpty() && batch.ends().isEmpty()) {
      return;
    }
    while (!closed && !batches.offer(batch, POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      commit();
    }
  }

  private Map<TopicPartition, Long> movedPositions() {
    Map<TopicPartition, Long> moved = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      Long position = position(partition);
      if (position != null && !position.equals(published.put(partition, position))) {
        moved.put(partition, position);
      }
    }
    return moved;
  }

  private @Nullable Long position(TopicPartition partition) {
    try {
      return consumer.position(partition, POLL);
    } catch (TimeoutException e) {
      return published.get(partition);
    }
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets = toCommit.getAndSet(null);
    if (offsets != null) {
      consumer.commitAsync(
          offsets,
          (committed, failure) -> {
            if (failure != null) {
              LOG.warn(
                  "Offsets not committed, monitoring lags until the next checkpoint: {}",
                  failure.getMessage());
            }
          });
    }
  }

  private static String explain(Throwable thrown) {
    return thrown instanceof OffsetOutOfRangeException
        ? "The records to read next are no longer in the topic: it keeps them for a shorter time"
            + " than the job stood still. Start from nothing, or restore a newer savepoint."
        : "Reading from Kafka failed: " + thrown.getMessage();
  }

  @Override
  public void close() {
    closed = true;
    if (thread.getState() == Thread.State.NEW) {
      consumer.close(Duration.ZERO);
    } else {
      consumer.wakeup();
      awaitEnd();
    }
    if (endOffsets != null) {
      endOffsets.close();
    }
  }

  private void awaitEnd() {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
