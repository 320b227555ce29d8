package dev.tally.bench;

import java.io.Serializable;
import java.util.function.LongConsumer;

/**
 * What a source gives: records by their index, in blocks that are dealt to lanes in turn, one lane
 * a subtask.
 *
 * <p>A block is one element of the source and becomes records in the step behind it, the same for
 * every sink: so a framework's cost per element of a source is not told of its sink.
 *
 * @param run names the {@link RunLog}
 * @param records in all
 * @param perSecond {@link #UNLIMITED}, or records a second of all lanes
 * @param beginMillis how long after the job's first checkpoint
 * @param times the watermark when the records before one are given
 */
record Load(String run, long records, long perSecond, long beginMillis, Times times)
    implements Serializable {
  static final int LANES = 2;
  static final long UNLIMITED = Long.MAX_VALUE;
  private static final int LARGE_BLOCK = 100;
  private static final int SMALL_BLOCK = 10;

  /** Epoch ms by a record's index; it never falls, also beyond the last record. */
  @FunctionalInterface
  interface Times extends Serializable {
    long at(long index);
  }

  /** Records of {@link Records}. */
  Load(String run, long records, long perSecond, long beginMillis) {
    this(run, records, perSecond, beginMillis, Records::timestamp);
  }

  /** A checkpoint of the job is complete. */
  void checkpointed() {
    RunLog.of(run).checkpointed(beginMillis);
  }

  /** How many blocks a lane has; the last may be empty. */
  long blocksInLane() {
    return ceiling(records, (long) LANES * inBlock());
  }

  /** How many blocks a lane may have given so long after its start. */
  long blocksWithin(long nanos) {
    return perSecond == UNLIMITED
        ? blocksInLane()
        : Math.min(blocksInLane(), (long) (nanos / 1e9 * perSecond / LANES / inBlock()));
  }

  /** The number of the n-th block of a lane. */
  static long block(int lane, long n) {
    return n * LANES + lane;
  }

  /** The lane of a record. */
  int lane(long index) {
    return (int) (index / inBlock() % LANES);
  }

  /** How many blocks its lane has given when a record was. */
  long blocksThrough(long index) {
    return index / inBlock() / LANES + 1;
  }

  /** The index of the first record of a block. */
  long first(long block) {
    return block * inBlock();
  }

  /** The time of a block: that of its first record, epoch ms. */
  long time(long block) {
    return times.at(first(block));
  }

  void forEach(long block, LongConsumer each) {
    long end = Math.min(records, first(block + 1));
    for (long index = first(block); index < end; index++) {
      each.accept(index);
    }
  }

  private int inBlock() {
    return perSecond == UNLIMITED ? LARGE_BLOCK : SMALL_BLOCK;
  }

  private static long ceiling(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
