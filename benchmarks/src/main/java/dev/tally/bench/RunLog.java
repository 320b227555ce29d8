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
 * What a run's source and the command, in whose JVM it runs, tell each other: when the source may
 * begin, when it did, and what its checkpoints hold.
 *
 * <p>A source begins a set time after the first checkpoint of its job: so no job's start is
 * measured, and every sink meets its checkpoints at the same moments.
 */
final class RunLog {
  private static final Map<String, RunLog> ALL = new ConcurrentHashMap<>();
  private static final long NOT_YET = Long.MIN_VALUE;

  private final AtomicLong began = new AtomicLong(NOT_YET);
  private final List<Mark> marks = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> open = new CompletableFuture<>();

  private volatile boolean letGo;

  private RunLog() {}

  static RunLog of(String run) {
    return ALL.computeIfAbsent(run, r -> new RunLog());
  }

  /** A checkpoint is complete; the first opens the source, after a while. */
  void checkpointed(long afterMillis) {
    open.completeOnTimeout(null, afterMillis, TimeUnit.MILLISECONDS);
  }

  /** Done when the source may begin. */
  CompletableFuture<Void> open() {
    return open;
  }

  /** The watermark may pass what was given. */
  void letGo() {
    letGo = true;
  }

  boolean isLetGo() {
    return letGo;
  }

  /**
   * What a checkpoint holds of a lane.
   *
   * @param blocks that the lane had given when the checkpoint came by
   * @param at when that was, epoch ms
   */
  record Mark(int lane, long blocks, long at) {}

  /** A record is about to be made. */
  void begin() {
    if (began.get() == NOT_YET) {
      began.compareAndSet(NOT_YET, System.nanoTime());
    }
  }

  /** When the first record was made, {@link System#nanoTime}; empty if none was. */
  OptionalLong began() {
    long at = began.get();
    return at == NOT_YET ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /** A checkpoint comes by. */
  void mark(int lane, long blocks) {
    marks.add(new Mark(lane, blocks, System.currentTimeMillis()));
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }
}
