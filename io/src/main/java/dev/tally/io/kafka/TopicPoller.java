package dev.tally.io.kafka;

import dev.tally.io.kafka.PartitionFeed.Batch;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls Kafka for one reader in a thread that owns the clients, and passes on the polled batches in
 * order.
 *
 * <p>It is not a fault if a cluster does not respond, has no broker whose name resolves to an
 * address, or has no such topic, because the job may read other clusters at the same time. The
 * thread waits until it can read.
 *
 * <p>Limits: at most two batches are buffered; then polling pauses until the reader consumes one.
 *
 * <p>Errors: a fault of the clients ends the thread; {@link #next} throws it after the buffered
 * batches.
 */
final class TopicPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicPoller.class);
  private static final Duration OFFER = Duration.ofMillis(100);
  private static final int WAITING_BATCHES = 2;
  private static final Duration REPEAT_LOG = Duration.ofMinutes(5);
  private static final long CLOSE_SECONDS = 10;

  private final ReadPlan plan;
  private final Supplier<TopicClients> maker;
  private final Clock clock;
  private final Thread thread;
  private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(WAITING_BATCHES);
  private final AtomicReference<@Nullable Map<TopicPartition, OffsetAndMetadata>> toCommit =
      new AtomicReference<>();
  private final RarelyLogged waiting = new RarelyLogged(REPEAT_LOG);
  private final CommitFailures commitFailures;
  private volatile @Nullable TopicClients clients;
  private volatile @Nullable Throwable fault;
  private volatile boolean closed;

  /**
   * Creates a poller whose thread creates the clients, as soon as a broker name of the cluster
   * resolves to an address.
   *
   * @param maker called again after each failure that is {@link KafkaCluster#isUnresolved}
   */
  TopicPoller(ReadPlan plan, Supplier<TopicClients> maker, Clock clock) {
    this.plan = plan;
    this.maker = maker;
    this.clock = clock;
    this.commitFailures =
        new CommitFailures(String.valueOf(plan.read().monitoringGroup()), plan.topic());
    this.thread = new Thread(this::run, "tally-poll-" + plan.topic());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Returns the next batch, or null if there is none yet; never blocks. */
  @Nullable Batch next() throws IOException {
    Batch batch = batches.poll();
    Throwable thrown = fault;
    if (batch == null && thrown != null) {
      throw new IOException(explain(thrown), thrown);
    }
    return batch;
  }

  /**
   * Commits the offsets soon, for monitoring; a later call replaces offsets that are still waiting.
   */
  void commitSoon(Map<TopicPartition, OffsetAndMetadata> offsets) {
    toCommit.set(offsets);
  }

  /** Logs a warning if the reader keeps waiting for a checkpoint. */
  void reportWait(ReadBudget budget) {
    budget.waiting(plan.topic(), clock.millis());
  }

  private void run() {
    try (TopicClients made = make()) {
      if (made != null) {
        clients = made;
        TopicSnapshot first = awaitTopic(made);
        if (first != null) {
          poll(
              new PartitionFeed(plan, made, clock, first, ReplicationTime.of(made.admin())),
              made.consumer());
        }
      }
    } catch (WakeupException | InterruptedException e) {
      LOG.debug("Polling ends", e);
    } catch (Throwable e) { // Errors too: a thread that ended silently would stall its partitions.
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
        pause("no broker name of %s resolves to an address".formatted(plan.cluster()));
      }
    }
    return null;
  }

  /** Waits until the topic can be read; returns null if the reader is closed before that. */
  private @Nullable TopicSnapshot awaitTopic(TopicClients made) throws InterruptedException {
    TopicStart start = new TopicStart(plan);
    while (!closed) {
      TopicStart.Outcome outcome = start.attempt(made.admin(), clock);
      if (outcome instanceof TopicStart.Ready ready) {
        if (waiting.wasEverDue()) {
          LOG.info("Reading of {} at {} has started", plan.topic(), plan.cluster());
        }
        return ready.topology();
      }
      pause(((TopicStart.NotYet) outcome).why());
    }
    return null;
  }

  private void pause(String why) throws InterruptedException {
    if (!closed && waiting.isDue(clock.millis())) {
      LOG.warn("{} cannot be read yet, retrying: {}", plan.topic(), why);
    }
    TimeUnit.SECONDS.sleep(1);
  }

  private void poll(PartitionFeed feed, Consumer<byte[], byte[]> consumer)
      throws InterruptedException {
    while (!closed) {
      Batch batch = feed.poll();
      if (!batch.isEmpty()) {
        handOver(batch, consumer);
      }
      commit(consumer);
    }
  }

  private void handOver(Batch batch, Consumer<byte[], byte[]> consumer)
      throws InterruptedException {
    while (!closed && !batches.offer(batch, OFFER.toMillis(), TimeUnit.MILLISECONDS)) {
      commit(consumer);
    }
  }

  private void commit(Consumer<byte[], byte[]> consumer) {
    Map<TopicPartition, OffsetAndMetadata> offsets = toCommit.getAndSet(null);
    if (offsets != null) {
      consumer.commitAsync(
          offsets,
          (committed, failure) -> {
            if (failure == null) {
              commitFailures.succeeded();
            } else {
              commitFailures.failed(failure, clock.millis());
            }
          });
    }
  }

  private static String explain(Throwable thrown) {
    return thrown instanceof OffsetOutOfRangeException
        ? "The next records to read have been deleted from the topic: its retention is shorter than"
            + " the time for which the job was stopped or delayed. Start without a savepoint, or"
            + " restore a newer one."
        : "Reading from Kafka failed: " + thrown.getMessage();
  }

  @Override
  public void close() {
    closed = true;
    TopicClients made = clients;
    if (made != null) {
      made.consumer().wakeup();
      made.admin().close(Duration.ZERO); // Fails the requests that the thread may be waiting for.
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
