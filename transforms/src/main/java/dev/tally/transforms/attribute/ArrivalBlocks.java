package dev.tally.transforms.attribute;

import dev.tally.transforms.model.BlockCoder;
import dev.tally.transforms.model.BucketCoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * {@code ArrivalBlocks} group the arrivals of a bundle by bucket, so that a bucket reads and writes
 * its state once for many arrivals. A runner does not advance the watermark within a bundle, so no
 * arrival becomes late by waiting.
 */
final class ArrivalBlocks {
  /** A raw record may be as large as 1 MiB, and a bundle may have thousands of them. */
  private static final long MAX_BYTES = 4 << 20;

  /** About the size of a touch. */
  private static final int BYTES = 100;

  private Map<Integer, List<KV<UserStore, Arrival>>> blocks = new HashMap<>();
  private Instant earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
  private long bytes;

  static Coder<KV<Integer, List<KV<UserStore, Arrival>>>> coder() {
    return KvCoder.of(
        BucketCoder.of(UserStore.BUCKETS),
        BlockCoder.of(KvCoder.of(UserStoreCoder.of(), ArrivalCoder.of())));
  }

  /** Adds an arrival with the timestamp of its element. */
  void add(KV<UserStore, Arrival> arrival, Instant timestamp) {
    blocks.computeIfAbsent(arrival.getKey().bucket(), any -> new ArrayList<>()).add(arrival);
    earliest = timestamp.isBefore(earliest) ? timestamp : earliest;
    bytes += BYTES;
    if (arrival.getValue() instanceof Arrival.OfOrder of) {
      byte[] payload = of.received().getRecord().getPayload();
      bytes += payload == null ? 0 : payload.length;
    }
  }

  /** Returns true if the blocks should be emitted before the end of the bundle. */
  boolean areFull() {
    return bytes >= MAX_BYTES;
  }

  /** Emits one block per bucket, with the earliest timestamp of all of them. */
  void emit(BiConsumer<KV<Integer, List<KV<UserStore, Arrival>>>, Instant> out) {
    Instant timestamp = earliest;
    blocks.forEach((bucket, block) -> out.accept(KV.of(bucket, block), timestamp));
    blocks = new HashMap<>();
    earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
    bytes = 0;
  }
}
