package dev.tally.io.kafka;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A point in the sequence of chunks of a shard: how much there was, and a chained hash of it, so
 * that two different sequences of one length are told apart.
 *
 * @param count records so far, and chunks without records
 * @param chain over the chunks, in order
 */
record Position(long count, long chain) {
  static final Position START = new Position(0, 0);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** The point behind one more chunk. */
  Position plus(Chunk chunk) {
    CRC32C low = new CRC32C();
    low.update(chunk.packed());
    CRC32 high = new CRC32();
    high.update(chunk.packed());
    long content = (high.getValue() << 32 | low.getValue()) + 31 * chunk.watermark();
    long mixed = (chain ^ content) * MIX;
    return new Position(count + Math.max(1, chunk.count()), mixed ^ (mixed >>> 29));
  }
}
