package dev.tally.bench;

import java.io.Serializable;
import java.util.function.LongConsumer;

/**
 * The records that a source emits, by their index, in blocks that are assigned to lanes in turn.
 * There is one lane per subtask.
 *
 * <p>A block is one element of the source; the step after it turns the block into records, the same
 * way for every sink. So what a framework spends per element of a source is not attributed to its
 * sink.
 *
 * @param run the name of the {@link RunLog}
 * @param records the total number of records
 * @param perSecond records per second of all lanes, or {@link #UNLIMITED}
 * @param beginMillis how long after the job's first checkpoint the source begins
 * @param times the watermark after all records before a given index have been emitted
 */
record Load(String run, long records, long perSecond, long beginMillis, Times times)
    implements Serializable {
  static final int LANES = 2;
  static final long UNLIMITED = Long.MAX_VALUE;
  private static final int LARGE_BLOCK = 100;
  private static final int SMALL_BLOCK = 10;

  /**
   * The time in epoch milliseconds by a record's index. It never decreases, even beyond the last
   * record.
   */
  @FunctionalInterface
  interface Times extends Serializable {
    long at(long index);
  }

  /** Creates a load of {@link Records}. */
  Load(String run, long records, long perSecond, long beginMillis) {
    this(run, records, perSecond, beginMillis, Records::timestamp);
  }

  /** Called when a checkpoint of the job is complete. */
  void checkpointed() {
    RunLog.of(run).checkpointed(beginMillis);
  }

  /** Returns the number of blocks of a lane; the last one may be empty. */
  long blocksInLane() {
    return ceiling(records, (long) LANES * inBlock());
  }

  /** Returns how many blocks a lane may have emitted at this time after its start. */
  long blocksWithin(long nanos) {
    return perSecond == UNLIMITED
        ? blocksInLane()
        : Math.min(blocksInLane(), (long) (nanos / 1e9 * perSecond / LANES / inBlock()));
  }

  /** Returns the number of the n-th block of a lane. */
  static long block(int lane, long n) {
    return n * LANES + lane;
  }

  /** Returns the lane of a record. */
  int lane(long index) {
    return (int) (index / inBlock() % LANES);
  }

  /** Returns how many blocks the record's lane has emitted once the record is emitted. */
  long blocksThrough(long index) {
    return index / inBlock() / LANES + 1;
  }

  /** Returns the index of the first record of a block. */
  long first(long block) {
    return block * inBlock();
  }

  /** Returns the time of a block in epoch milliseconds: that of its first record. */
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
