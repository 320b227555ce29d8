package dev.tally.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The shared memory of a run's source and of the command, which run in one JVM: it records when the
 * source may begin, when it began, and what its checkpoints contain.
 *
 * <p>A source begins at a set time after the first checkpoint of its job. So the start of a job is
 * not measured, and every sink has its checkpoints at the same times of the run.
 */
final class RunLog {
  private static final Map<String, RunLog> ALL = new ConcurrentHashMap<>();
  private static final long NOT_YET = Long.MIN_VALUE;

  private final AtomicLong began = new AtomicLong(NOT_YET);
  private final List<Mark> marks = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> open = new CompletableFuture<>();

  private volatile boolean watermarkReleased;
  private volatile long blockLimit = Long.MAX_VALUE;

  private RunLog() {}

  static RunLog of(String run) {
    return ALL.computeIfAbsent(run, r -> new RunLog());
  }

  /** Called when a checkpoint is complete. The first one opens the source after the given time. */
  void checkpointed(long afterMillis) {
    open.completeOnTimeout(null, afterMillis, TimeUnit.MILLISECONDS);
  }

  /** Returns a future that completes when the source may begin. */
  CompletableFuture<Void> open() {
    return open;
  }

  /** Sets how many blocks each lane may have emitted in total. Default: all blocks of the load. */
  void limitBlocks(long perLane) {
    blockLimit = perLane;
  }

  long blockLimit() {
    return blockLimit;
  }

  /** Releases the watermark: it may pass what the source has emitted. */
  void releaseWatermark() {
    watermarkReleased = true;
  }

  boolean isWatermarkReleased() {
    return watermarkReleased;
  }

  /**
   * The progress of a lane at a checkpoint.
   *
   * @param blocks how many blocks the lane had emitted when the checkpoint was taken
   * @param at when that was, in epoch milliseconds
   */
  record Mark(int lane, long blocks, long at) {}

  /** Called before a record is generated. */
  void begin() {
    if (began.get() == NOT_YET) {
      began.compareAndSet(NOT_YET, System.nanoTime());
    }
  }

  /** Returns when the first record was generated, by {@link System#nanoTime}; empty if none was. */
  OptionalLong began() {
    long at = began.get();
    return at == NOT_YET ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /** Called when a checkpoint of a lane is taken. */
  void mark(int lane, long blocks) {
    marks.add(new Mark(lane, blocks, System.currentTimeMillis()));
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }
}
