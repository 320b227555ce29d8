package dev.tally.bench;

import dev.tally.bench.RunLog.Mark;
import dev.tally.runners.Checkpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * For how long records stayed invisible after the checkpoint that holds them was complete.
 *
 * <p>Which checkpoint that is is known and not guessed: the source notes how many blocks it has
 * given when a checkpoint comes by, and a record is held by the first completed checkpoint whose
 * note counts its block. A note belongs to the checkpoint in whose time (trigger to completion) it
 * was taken; so that this is one, checkpoints must not overlap and none may be unknown. All times
 * are of one clock, that of the machine. Completion is when the last task has acknowledged, a
 * moment before Flink itself calls it complete: nothing is told too small.
 *
 * @param sorted milliseconds, of each record, rising
 * @param checkpoints how many hold a record
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record AddedLatency(long[] sorted, long checkpoints) {

  /**
   * Works it out.
   *
   * @param visible by a record's index, epoch ms
   * @throws IllegalStateException if the rule does not tell which checkpoint holds a record
   */
  static AddedLatency of(
      Load load, List<Mark> marks, List<Checkpoint> checkpoints, long[] visible) {
    requireOneAtATime(checkpoints);
    List<List<Held>> held = new ArrayList<>();
    for (int lane = 0; lane < Load.LANES; lane++) {
      held.add(heldOf(lane, marks, checkpoints));
    }
    long[] added = new long[visible.length];
    for (int index = 0; index < visible.length; index++) {
      long completed = completed(held.get(load.lane(index)), load.blocksThrough(index));
      added[index] = visible[index] - completed;
      if (added[index] < 0) {
        throw new IllegalStateException(
            "Record %d was visible %d ms before its checkpoint was complete."
                .formatted(index, -added[index]));
      }
    }
    Arrays.sort(added);
    return new AddedLatency(added, held.get(0).size());
  }

  /** So many blocks of a lane are held by a checkpoint that was complete at a time. */
  private record Held(long blocks, long completed) {}

  private static void requireOneAtATime(List<Checkpoint> checkpoints) {
    for (int i = 0; i < checkpoints.size(); i++) {
      Checkpoint checkpoint = checkpoints.get(i);
      if (checkpoint.id() != i + 1) {
        throw new IllegalStateException("Nothing is known of checkpoint %d.".formatted(i + 1));
      }
      if (i > 0 && checkpoints.get(i - 1).acknowledged() > checkpoint.triggered()) {
        throw new IllegalStateException(
            "Checkpoints %d and %d overlap: take a longer interval.".formatted(i, i + 1));
      }
    }
  }

  private static List<Held> heldOf(int lane, List<Mark> marks, List<Checkpoint> checkpoints) {
    List<Held> held = new ArrayList<>();
    for (Mark mark : marks) {
      Optional<Checkpoint> its =
          mark.lane() == lane
              ? checkpoints.stream().filter(c -> c.spans(mark.at())).findFirst()
              : Optional.empty();
      its.filter(Checkpoint::completed)
          .ifPresent(c -> held.add(new Held(mark.blocks(), c.acknowledged())));
    }
    held.sort(Comparator.comparingLong(Held::completed));
    return held;
  }

  private static long completed(List<Held> held, long blocks) {
    return held.stream()
        .filter(h -> h.blocks() >= blocks)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No checkpoint holds block " + blocks))
        .completed();
  }

  long p99() {
    return Percentiles.percentile(sorted, 99);
  }

  /** For scripts. */
  String lastLine() {
    return String.format(
        Locale.ROOT,
        "added_latency_ms p50=%d p99=%d max=%d",
        Percentiles.percentile(sorted, 50),
        p99(),
        sorted[sorted.length - 1]);
  }
}
