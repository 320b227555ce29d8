package dev.tally.bench;

import java.io.Serializable;
import java.util.function.LongConsumer;

/**
 * Defines which records a source of a benchmark emits, and at which rate. Records are identified by
 * their index. Consecutive records form a block, and blocks are assigned to lanes in turn; there is
 * one lane per subtask.
 *
 * <p>A source emits blocks, and the next step converts each block to its records, the same way for
 * every sink. The cost of a framework per element of a source is therefore paid once per block, and
 * hardly affects the comparison of the sinks.
 *
 * @param run the name of the {@link RunLog}
 * @param records the total number of records
 * @param perSecond records per second of all lanes, or {@link #UNLIMITED}
 * @param beginMillis how long after the job's first checkpoint the source begins
 * @param times the timestamp of each record, by index. The watermark of a lane is the timestamp of
 *     the first record that the lane has not emitted yet
 */
record Load(String run, long records, long perSecond, long beginMillis, Times times)
    implements Serializable {
  static final int LANES = 2;
  static final long UNLIMITED = Long.MAX_VALUE;
  private static final int LARGE_BLOCK = 100;
  private static final int SMALL_BLOCK = 10;

  /**
   * Returns the timestamp of the record at an index, in epoch milliseconds. Timestamps never
   * decrease with the index, even beyond the last record.
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
    return blocksInLane(records);
  }

  /** Returns the number of blocks of a lane that contain the first records of the load. */
  long blocksInLane(long firstRecords) {
    return ceiling(firstRecords, (long) LANES * inBlock());
  }

  /**
   * Returns the maximum number of blocks that a lane may emit in the given time after its start.
   */
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

  /** Returns the number of blocks of the record's lane up to and including the record's block. */
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
