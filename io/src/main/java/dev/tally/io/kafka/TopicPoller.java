package dev.tally.io.kafka;

import dev.tally.io.kafka.PartitionClock.EndOffset;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
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
 * <p>A cluster that does not answer, whose name has no address or that has no such topic is no
 * fault: others may be read beside it. It is waited for.
 *
 * <p>Limits: two batches wait at most; then polling pauses until the reader takes one.
 *
 * <p>Errors: a fault of the consumer ends the thread and is thrown by the next {@link #next}.
 */
final class TopicPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicPoller.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int WAITING_BATCHES = 2;
  private static final Duration TELL_EVERY = Duration.ofMinutes(5);
  private static final long CLOSE_SECONDS = 10;

  /** What one poll gave; applied in this order: records, positions, ends. */
  record Batch(
      ConsumerRecords<byte[], byte[]> records,
      Map<TopicPartition, Long> positions,
      Map<TopicPartition, EndOffset> ends) {}

  private final TopicCheck check;
  private final Supplier<TopicClients> maker;
  private final Clock clock;
  private final Thread thread;
  private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(WAITING_BATCHES);
  private final AtomicReference<@Nullable Map<TopicPartition, OffsetAndMetadata>> toCommit =
      new AtomicReference<>();
  private final Map<TopicPartition, Long> published = new HashMap<>();
  private long told;
  private volatile @Nullable TopicClients clients;
  private volatile @Nullable Throwable fault;
  private volatile boolean closed;

  /**
   * A poller that makes its clients itself, once their cluster has an address.
   *
   * @param check must find no obstacle before anything is polled
   * @param maker is asked again as long as {@link KafkaCluster#isUnresolved}
   */
  TopicPoller(TopicCheck check, Supplier<TopicClients> maker, Clock clock) {
    this.check = check;
    this.maker = maker;
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
    try (TopicClients made = make()) {
      if (made != null) {
        clients = made;
        awaitTopic(made.consumer());
        while (!closed) {
          poll(made);
        }
      }
    } catch (WakeupException | InterruptedException e) {
      LOG.debug("Polling ends", e);
    } catch (Throwable e) { // An Error too: a thread that dies in silence stalls its partitions.
      fault = e;
    }
  }

  private @Nullable TopicClients make() throws InterruptedException {
    while (!closed) {
      try {
        return maker.get();
      } catch (KafkaException e) {
        if (!KafkaCluster.isUnresolved(e)) {
          throw e;
        }
        pause("no broker of %s has an address".formatted(check.cluster()));
      }
    }
    return null;
  }

  private void awaitTopic(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    Optional<String> obstacle = Optional.of("");
    while (!closed && obstacle.isPresent()) {
      obstacle = check.obstacle(consumer);
      if (obstacle.isPresent()) {
        pause(obstacle.get());
      }
    }
    if (told > 0) {
      LOG.info("{} at {} is read now", check.topic(), check.cluster());
    }
  }

  /** Waits a little, and says why: the first time, and then every five minutes. */
  private void pause(String why) throws InterruptedException {
    long now = clock.millis();
    if (now - told >= TELL_EVERY.toMillis()) {
      told = now;
      LOG.warn("{} is not read yet, but as soon as it can be: {}", check.topic(), why);
    }
    TimeUnit.SECONDS.sleep(1);
  }

  private void poll(TopicClients made) throws InterruptedException {
    ConsumerRecords<byte[], byte[]> records = made.consumer().poll(POLL);
    EndOffsets lookups = made.ends();
    Map<TopicPartition, EndOffset> ends = lookups == null ? Map.of() : lookups.poll(clock);
    handOver(made.consumer(), new Batch(records, movedPositions(made.consumer()), ends));
    commit(made.consumer());
  }

  private void handOver(Consumer<byte[], byte[]> consumer, Batch batch)
      throws InterruptedException {
    if (batch.records().isEmpty() && batch.positions().isEmpty() && batch.ends().isEmpty()) {
      return;
    }
    while (!closed && !batches.offer(batch, POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      commit(consumer);
    }
  }

  private Map<TopicPartition, Long> movedPositions(Consumer<byte[], byte[]> consumer) {
    Map<TopicPartition, Long> moved = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      Long position = position(consumer, partition);
      if (position != null && !position.equals(published.put(partition, position))) {
        moved.put(partition, position);
      }
    }
    return moved;
  }

  private @Nullable Long position(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
    try {
      return consumer.position(partition, POLL);
    } catch (TimeoutException e) {
      return published.get(partition);
    }
  }

  private void commit(Consumer<byte[], byte[]> consumer) {
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
    TopicClients made = clients;
    if (made != null) {
      made.consumer().wakeup();
    }
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
