package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.ModelLog.Crash;
import dev.tally.io.kafka.RevisionFn.FactRevision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A partition in memory with slots, which fails at random before or after a call has its effect.
 */
final class ModelTwoPhaseLog implements TwoPhaseLog {
  private final Broker broker;
  private final Random random;
  private final boolean fails;
  private final short[] epochs = new short[SLOTS];
  private int slot;

  private enum Fate {
    OPEN,
    COMMITTED,
    ABORTED
  }

  private static final class Transaction {
    Fate fate = Fate.OPEN;
    @Nullable CommitMarker marker;
  }

  /** A record, or a heartbeat if it has no revision. */
  private record Entry(@Nullable FactRevision revision, long watermark, Transaction of) {}

  /** The part that survives a crash of a writer. */
  static final class Broker {
    private final List<Entry> log = new ArrayList<>();
    private final short[] epochs = new short[SLOTS];
    private final @Nullable Transaction[] open = new Transaction[SLOTS];
    private @Nullable ModelTwoPhaseLog owner;
    private TopicIdentity topic = new TopicIdentity(Uuid.randomUuid(), 1);
    private CommitMarker marker = CommitMarker.none(topic);

    /** Aborts every open transaction, as the brokers do after the transaction timeout. */
    void expireTransactions() {
      for (int i = 0; i < SLOTS; i++) {
        if (open[i] != null) {
          abort(i);
        }
      }
    }

    private void abort(int slot) {
      epochs[slot]++;
      Transaction transaction = open[slot];
      if (transaction != null) {
        transaction.fate = Fate.ABORTED;
        open[slot] = null;
      }
    }

    private void commit(int slot) {
      Transaction transaction = open[slot];
      if (transaction == null) {
        return; // Already committed; brokers accept the request again.
      }
      transaction.fate = Fate.COMMITTED;
      if (transaction.marker != null) {
        marker = transaction.marker;
      }
      open[slot] = null;
    }

    void loseMarker() {
      marker = CommitMarker.none(topic);
    }

    void recreateTopic(boolean markerIsLeft) {
      topic = new TopicIdentity(Uuid.randomUuid(), 1);
      log.clear();
      expireTransactions();
      if (!markerIsLeft) {
        loseMarker();
      }
    }

    List<FactRevision> records() {
      return log.stream()
          .filter(entry -> entry.of.fate == Fate.COMMITTED)
          .map(Entry::revision)
          .filter(Objects::nonNull)
          .toList();
    }

    long watermark() {
      return log.stream()
          .filter(entry -> entry.of.fate == Fate.COMMITTED)
          .mapToLong(Entry::watermark)
          .max()
          .orElse(0);
    }
  }

  ModelTwoPhaseLog(Broker broker, Random random, boolean fails) {
    this.broker = broker;
    this.random = random;
    this.fails = fails;
  }

  private void mayFail() {
    if (fails && random.nextInt(40) == 0) {
      throw new Crash();
    }
  }

  private Transaction current() {
    if (epochs[slot] != broker.epochs[slot]) {
      throw new Crash(); // Fenced.
    }
    return Objects.requireNonNull(broker.open[slot], "No transaction is open");
  }

  @Override
  public Uuid topicId() {
    return broker.topic.id();
  }

  @Override
  public CommitMarker markerBeforeFence() {
    return marker();
  }

  @Override
  public CommitMarker marker() {
    mayFail();
    CommitMarker marker = CommitMarker.parse(broker.marker.encode());
    return marker.isOf(broker.topic.id()) ? marker : CommitMarker.none(broker.topic);
  }

  @Override
  public boolean commitPrepared(PreparedTransaction transaction) {
    mayFail();
    int of = transaction.slot();
    if (broker.open[of] == null || broker.epochs[of] != transaction.producerEpoch()) {
      return false;
    }
    broker.commit(of);
    mayFail();
    return true;
  }

  @Override
  public void fence(List<PreparedTransaction> prepared, long committedBelow) {
    mayFail();
    for (int i = 0; i < SLOTS; i++) {
      broker.abort(i);
      epochs[i] = broker.epochs[i];
    }
    broker.owner = this;
  }

  @Override
  public long end() {
    mayFail();
    return broker.log.size();
  }

  @Override
  public void begin(int slot) {
    mayFail();
    this.slot = slot;
    if (broker.owner != this || epochs[slot] != broker.epochs[slot]) {
      throw new Crash();
    }
    if (broker.open[slot] != null) {
      throw new AssertionError("A transaction is open in slot " + slot);
    }
    broker.open[slot] = new Transaction();
  }

  @Override
  public int send(RecordBatch recordBatch, ShardLog.Filter filter) {
    mayFail();
    Transaction transaction = current();
    int before = broker.log.size();
    recordBatch.forEach(
        "t",
        0,
        record -> {
          if (filter.accepts(record)) {
            FactRevision revision = ModelLog.revision(record.key(), record.value());
            broker.log.add(new Entry(revision, 0, transaction));
          }
        });
    return broker.log.size() - before;
  }

  @Override
  public void heartbeat(long watermark) {
    mayFail();
    broker.log.add(new Entry(null, watermark, current()));
  }

  @Override
  public Copied copy(PreparedTransaction aborted, ShardLog.Filter filter) {
    mayFail();
    Transaction transaction = current();
    List<Entry> read = between(aborted.from(), aborted.to());
    int before = broker.log.size();
    for (Entry entry : read) {
      if (entry.revision == null || filter.accepts(ModelLog.record(entry.revision))) {
        broker.log.add(new Entry(entry.revision, entry.watermark, transaction));
      }
    }
    return new Copied(read.size(), broker.log.size() - before);
  }

  private List<Entry> between(long from, long to) {
    int size = broker.log.size();
    return List.copyOf(broker.log.subList((int) Math.min(from, size), (int) Math.min(to, size)));
  }

  @Override
  public long flush() {
    mayFail();
    current();
    return broker.log.size();
  }

  @Override
  public ProducerIdentity prepare(CommitMarker marker) {
    mayFail();
    current().marker = marker;
    mayFail();
    return new ProducerIdentity(1, epochs[slot]);
  }

  @Override
  public void commit(int prepared) {
    mayFail();
    if (epochs[prepared] != broker.epochs[prepared]) {
      throw new Crash();
    }
    broker.commit(prepared);
    mayFail();
  }

  @Override
  public int committedRecords(long from, long to) {
    mayFail();
    return (int)
        between(from, to).stream().filter(entry -> entry.of.fate == Fate.COMMITTED).count();
  }

  @Override
  public void readBack(long offset, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    for (long i = offset; i < broker.log.size(); i++) {
      mayFail();
      Entry entry = broker.log.get((int) i);
      FactRevision r = entry.revision;
      if (r != null && entry.of.fate == Fate.COMMITTED) {
        each.accept(
            new ConsumerRecord<>(
                "t", 0, i, r.fact().getBytes(UTF_8), Long.toString(r.order()).getBytes(UTF_8)));
      }
    }
  }

  @Override
  public void close(Duration atMost) {}
}
