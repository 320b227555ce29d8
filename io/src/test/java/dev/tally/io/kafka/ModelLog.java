package dev.tally.io.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.io.kafka.RevisionFn.FactRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;

/** A partition in memory that fails at random, before or after it has done what was requested. */
final class ModelLog implements ShardLog {
  private final Kept kept;
  private final Random random;
  private final boolean fails;
  private final List<FactRevision> open = new ArrayList<>();
  private long watermark;
  private boolean inTransaction;

  /** The part of the log that survives a crash. */
  static final class Kept {
    final List<FactRevision> records = new ArrayList<>();
    TopicIdentity topic = new TopicIdentity(Uuid.randomUuid(), 1);
    CommitMarker marker = CommitMarker.none(topic);
    long emittedWatermark;

    /** Kafka may or may not have removed the markers of the deleted topic. */
    void recreateTopic(boolean markerIsLeft) {
      topic = new TopicIdentity(Uuid.randomUuid(), 1);
      records.clear();
      emittedWatermark = 0;
      if (!markerIsLeft) {
        marker = CommitMarker.none(topic);
      }
    }
  }

  /** Simulates the crash of a worker. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  ModelLog(Kept kept, Random random, boolean fails) {
    this.kept = kept;
    this.random = random;
    this.fails = fails;
  }

  private void mayFail() {
    if (fails && random.nextInt(25) == 0) {
      throw new Crash();
    }
  }

  @Override
  public Uuid topicId() {
    return kept.topic.id();
  }

  @Override
  public CommitMarker marker() {
    CommitMarker marker = CommitMarker.parse(kept.marker.encode());
    return marker.isOf(kept.topic.id()) ? marker : CommitMarker.none(kept.topic);
  }

  @Override
  public long end() {
    return kept.records.size();
  }

  @Override
  public void begin() {
    mayFail();
    if (inTransaction) {
      throw new AssertionError("A transaction is open");
    }
    inTransaction = true;
  }

  @Override
  public void send(RecordBatch recordBatch, Filter filter) {
    mayFail();
    if (!inTransaction) {
      throw new AssertionError("No transaction is open");
    }
    recordBatch.forEach(
        "t",
        0,
        record -> {
          if (filter.accepts(record)) {
            open.add(revision(record.key(), record.value()));
          }
        });
  }

  @Override
  public void heartbeat(long watermark) {
    this.watermark = watermark;
  }

  @Override
  public long flush() {
    mayFail();
    return (long) kept.records.size() + open.size();
  }

  @Override
  public void commit(CommitMarker marker) {
    mayFail();
    kept.records.addAll(open);
    kept.emittedWatermark = Math.max(kept.emittedWatermark, watermark);
    kept.marker = marker;
    open.clear();
    inTransaction = false;
    mayFail();
  }

  @Override
  public void readBack(long offset, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    for (long i = offset; i < kept.records.size(); i++) {
      mayFail();
      FactRevision r = kept.records.get((int) i);
      each.accept(
          new ConsumerRecord<>(
              "t", 0, i, r.fact().getBytes(UTF_8), Long.toString(r.order()).getBytes(UTF_8)));
    }
  }

  @Override
  public void close() {
    open.clear();
  }

  static FactRevision revision(byte[] key, byte[] value) {
    return new FactRevision(new String(key, UTF_8), Long.parseLong(new String(value, UTF_8)));
  }

  static ProducerRecord<byte[], byte[]> record(FactRevision r) {
    return new ProducerRecord<>(
        "t", 0, 7L, r.fact().getBytes(UTF_8), Long.toString(r.order()).getBytes(UTF_8));
  }
}
