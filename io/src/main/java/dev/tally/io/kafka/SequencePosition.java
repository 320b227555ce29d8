package dev.tally.io.kafka;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A position in the sequence of record batches of a shard. The chained hash distinguishes two
 * different sequences of the same length.
 *
 * @param count the number of records up to this position, where a record batch without records
 *     counts as one
 * @param chain a hash over all record batches up to this position, in order
 */
record SequencePosition(long count, long chain) {
  static final SequencePosition START = new SequencePosition(0, 0);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** Returns the position after one more record batch. */
  SequencePosition plus(RecordBatch recordBatch) {
    CRC32C low = new CRC32C();
    low.update(recordBatch.packed());
    CRC32 high = new CRC32();
    high.update(recordBatch.packed());
    long content = (high.getValue() << 32 | low.getValue()) + 31 * recordBatch.watermark();
    long mixed = (chain ^ content) * MIX;
    return new SequencePosition(count + recordBatch.positions(), mixed ^ (mixed >>> 29));
  }
}
