package dev.tally.transforms.attribute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.time.Instant;

/**
 * {@code ArrivalBlocks} group the arrivals of a bundle by bucket, so that a bucket reads and writes
 * its state once for many arrivals. A runner does not advance the watermark within a bundle, so no
 * arrival becomes late by waiting.
 */
final class ArrivalBlocks {
  /** A raw record may be as large as 1 MiB, and a bundle may have thousands of them. */
  private static final long MAX_BYTES = 4 << 20;

  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  /** About the size of a touch. */
  private static final int BYTES = 100;

  private Map<Integer, List<KeyedArrival>> blocks = new HashMap<>();
  private Instant earliest = LATEST;
  private long bytes;

  /** Receives a block of a bucket with its timestamp. */
  interface Output {
    void emit(int bucket, List<KeyedArrival> block, Instant timestamp);
  }

  /** Adds an arrival with the timestamp of its element. */
  void add(KeyedArrival keyed, Instant timestamp) {
    blocks.computeIfAbsent(keyed.key().bucket(), any -> new ArrayList<>()).add(keyed);
    earliest = timestamp.isBefore(earliest) ? timestamp : earliest;
    bytes += BYTES;
    if (keyed.arrival() instanceof Arrival.OfOrder of) {
      byte[] payload = of.received().getRecord().getPayload();
      bytes += payload == null ? 0 : payload.length;
    }
  }

  /** Returns true if the blocks should be emitted before the end of the bundle. */
  boolean areFull() {
    return bytes >= MAX_BYTES;
  }

  /** Emits one block per bucket, with the earliest timestamp of all of them. */
  void emit(Output out) {
    blocks.forEach((bucket, block) -> out.emit(bucket, block, earliest));
    blocks = new HashMap<>();
    earliest = LATEST;
    bytes = 0;
  }
}
