package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Groups the events of a bundle by bucket, so that a bucket reads and writes its state once for
 * many events.
 *
 * <p>Output: one block per bucket, with its earliest event time as timestamp, at the end of the
 * bundle or as soon as the blocks contain {@link #MAX_BYTES} of payload. A runner does not advance
 * the watermark within a bundle, so no event becomes late by waiting.
 */
final class GroupByBucketFn extends DoFn<Received<AdEvent>, KV<Integer, List<Received<AdEvent>>>> {
  private static final long serialVersionUID = 1L;

  /** A raw record may be as large as 1 MiB, and a bundle may have thousands of them. */
  private static final long MAX_BYTES = 4 << 20;

  private static final int FIRST_EVENTS = 64;

  private final int buckets;
  private final DedupScope scope;
  private transient @Nullable Block[] blocks;
  private transient long bytes;

  /** The events of one bucket. */
  private static final class Block {
    private final List<Received<AdEvent>> events = new ArrayList<>(FIRST_EVENTS);
    private long earliest = BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis();

    void add(Received<AdEvent> received) {
      events.add(received);
      earliest = Math.min(earliest, received.getValue().getEventTime().getMillis());
    }
  }

  GroupByBucketFn(int buckets, DedupScope scope) {
    this.buckets = buckets;
    this.scope = scope;
    this.blocks = new Block[buckets];
  }

  /** Returns no limit: a block has the event time of its earliest event. */
  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  @StartBundle
  public void start() {
    clear();
  }

  private void clear() {
    blocks = new Block[buckets];
    bytes = 0;
  }

  @ProcessElement
  public void process(
      @Element Received<AdEvent> received,
      OutputReceiver<KV<Integer, List<Received<AdEvent>>>> out) {
    AdEvent event = scope.stamp(received.getValue());
    block(EventFingerprint.of(event).bucket(buckets))
        .add(event == received.getValue() ? received : Received.of(event, received.getRecord()));
    byte[] payload = received.getRecord().getPayload();
    bytes += payload == null ? 0 : payload.length;
    if (bytes >= MAX_BYTES) {
      emit(out::outputWithTimestamp);
    }
  }

  private Block block(int bucket) {
    Block block = blocks[bucket];
    if (block == null) {
      block = new Block();
      blocks[bucket] = block;
    }
    return block;
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    emit((block, time) -> context.output(block, time, GlobalWindow.INSTANCE));
  }

  private void emit(BiConsumer<KV<Integer, List<Received<AdEvent>>>, Instant> out) {
    for (int bucket = 0; bucket < buckets; bucket++) {
      Block block = blocks[bucket];
      if (block != null) {
        out.accept(KV.of(bucket, block.events), Instant.ofEpochMilli(block.earliest));
      }
    }
    clear();
  }
}
