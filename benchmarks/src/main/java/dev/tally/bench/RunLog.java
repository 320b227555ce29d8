package dev.tally.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a run's source tells the command, in whose JVM it runs: when it began, and what its
 * checkpoints hold.
 */
final class RunLog {
  private static final Map<String, RunLog> ALL = new ConcurrentHashMap<>();
  private static final long NOT_YET = Long.MIN_VALUE;

  private final AtomicLong began = new AtomicLong(NOT_YET);
  private final List<Mark> marks = new CopyOnWriteArrayList<>();

  private RunLog() {}

  static RunLog of(String run) {
    return ALL.computeIfAbsent(run, r -> new RunLog());
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
