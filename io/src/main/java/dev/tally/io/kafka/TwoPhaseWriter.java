package dev.tally.io.kafka;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Writes the partitions of one worker in two phases: it writes to open transactions, prepares them
 * at a checkpoint, and commits them when the checkpoint completes. An operator of a runner calls it
 * from one thread.
 *
 * <p>Errors: any fault is thrown; then the writer is unusable and must be closed, and the job must
 * be restored from its last completed checkpoint.
 */
public final class TwoPhaseWriter implements AutoCloseable {
  private static final Duration ABORT_WITHIN = Duration.ofSeconds(5);

  private final TwoPhaseSettings settings;
  private final Admin admin;
  private final TopicLookup lookup;
  private final LongSupplier nanoTime;
  private final TopicIdentity topic;
  private final Map<Integer, TwoPhaseShard> shards = new TreeMap<>();

  /** Creates the writer of a worker; it waits until the brokers respond. */
  @FunctionalInterface
  public interface Factory extends Serializable {
    /**
     * Creates a writer; the caller closes it.
     *
     * @param nanoTime the worker's clock, e.g. {@link System#nanoTime}
     */
    TwoPhaseWriter open(LongSupplier nanoTime);
  }

  /**
   * Keeps, for RECONCILE, a number per fact of one partition in the state of the runner. A fact is
   * named by two numbers.
   */
  public interface FactStore {
    /** Returns the number of a fact; null if it has none. */
    @Nullable Long get(long high, long low);

    /** Sets the number of a fact. */
    void put(long high, long low, long order);

    /** Removes a fact. */
    void remove(long high, long low);

    /** Removes all facts of the partition. */
    void clear();
  }

  private TwoPhaseWriter(
      TwoPhaseSettings settings, Admin admin, TopicLookup lookup, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.settings = settings;
    this.admin = admin;
    this.lookup = lookup;
    this.topic = new TopicIdentity(lookup.id(), settings.partitions());
  }

  static TwoPhaseWriter open(TwoPhaseSettings settings, LongSupplier nanoTime) {
    TopicIO.Write write = settings.write();
    BrokerAvailability.await(write.cluster(), write.topic(), write.sinkGroup());
    return new TwoPhaseWriter(
        settings,
        write.cluster().admin(),
        new TopicLookup(write.cluster(), write.topic()),
        nanoTime);
  }

  /**
   * Acquires a partition and continues at the state of a checkpoint.
   *
   * @param state what {@link #prepare} returned for the checkpoint; null if the job has no state
   * @throws OlderSavepointException if the checkpoint is older than the topic, and the policy is
   *     {@link OnOlderSavepoint#REFUSE}
   * @throws RecreatedTopicException if the topic was deleted since, unless the policy is {@link
   *     OnOlderSavepoint#REWRITE}
   * @throws ExpiredTransactionException if records of the checkpoint are lost
   */
  public void restore(int partition, byte @Nullable [] state, FactStore facts) {
    TwoPhaseState from = state == null ? TwoPhaseState.START : decode(state);
    TopicIO.Write write = settings.write();
    ReconcileState reconcile =
        new ReconcileState(new StoreOfFacts(facts), write.revisions(), from.shard().factsLeft());
    KafkaTwoPhaseLog log = new KafkaTwoPhaseLog(settings, admin, partition, topic);
    try {
      shards.put(
          partition,
          new TwoPhaseShard(
              write.topic(),
              log,
              write.onOlderSavepoint(),
              from,
              reconcile,
              new HourlyRenewal(nanoTime)));
    } catch (RuntimeException e) {
      log.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Writes an element of the transform's input.
   *
   * @param partition the key of the element
   * @param recordBatch its value
   */
  public void write(int partition, Object recordBatch) {
    TwoPhaseShard shard = shards.get(partition);
    if (shard == null) {
      throw new IllegalStateException("Partition " + partition + " belongs to another worker");
    }
    shard.write((RecordBatch) recordBatch);
  }

  /**
   * Prepares everything that was written since the last checkpoint.
   *
   * @param watermark of the input, epoch ms
   * @param each receives every partition, and the state that the checkpoint must contain
   */
  public void prepare(long checkpointId, long watermark, BiConsumer<Integer, byte[]> each) {
    requireSameTopic();
    long last = GlobalWindow.INSTANCE.maxTimestamp().getMillis();
    shards.forEach(
        (partition, shard) ->
            each.accept(partition, encode(shard.prepare(checkpointId, Math.min(watermark, last)))));
  }

  private void requireSameTopic() {
    Uuid now = lookup.id();
    if (!TopicIdentity.same(topic.id(), now)) {
      throw new RecreatedTopicException(settings.write().topic(), topic.id(), now);
    }
  }

  /**
   * Commits everything that was prepared for this checkpoint or an earlier one.
   *
   * @return the number of transactions committed
   */
  public int confirmed(long checkpointId) {
    int committed = 0;
    for (TwoPhaseShard shard : shards.values()) {
      committed += shard.confirmed(checkpointId);
    }
    return committed;
  }

  private static byte[] encode(TwoPhaseState state) {
    try {
      return CoderUtils.encodeToByteArray(new TwoPhaseState.StateCoder(), state);
    } catch (CoderException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TwoPhaseState decode(byte[] state) {
    try {
      return CoderUtils.decodeFromByteArray(new TwoPhaseState.StateCoder(), state);
    } catch (CoderException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * Aborts the open transactions, so that readers do not wait for their timeouts. It waits for the
   * brokers for at most five seconds.
   */
  @Override
  public void close() {
    long deadline = nanoTime.getAsLong() + ABORT_WITHIN.toNanos();
    for (TwoPhaseShard shard : shards.values()) {
      shard.close(Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong())));
    }
    lookup.close();
    admin.close(Duration.ZERO);
  }

  private record StoreOfFacts(FactStore facts) implements ReconcileState.Store {
    @Override
    public @Nullable Long get(FactFingerprint fact) {
      return facts.get(fact.high(), fact.low());
    }

    @Override
    public void put(FactFingerprint fact, long order) {
      facts.put(fact.high(), fact.low(), order);
    }

    @Override
    public void remove(FactFingerprint fact) {
      facts.remove(fact.high(), fact.low());
    }

    @Override
    public void clear() {
      facts.clear();
    }
  }

  /** Due when nothing was written for an hour of the worker's clock. */
  private static final class HourlyRenewal implements TwoPhaseShard.Renewal {
    private final LongSupplier nanoTime;
    private long writtenAt;

    HourlyRenewal(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      this.writtenAt = nanoTime.getAsLong();
    }

    @Override
    public boolean isDue() {
      return nanoTime.getAsLong() - writtenAt
          > Duration.ofMillis(SinkSettings.RENEW_EVERY.getMillis()).toNanos();
    }

    @Override
    public void written() {
      writtenAt = nanoTime.getAsLong();
    }
  }
}
