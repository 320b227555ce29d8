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
 * The added latencies of a run: how long records stayed invisible after the checkpoint that
 * contains them was complete.
 *
 * <p>Which checkpoint contains a record is known, not estimated. At each checkpoint the source
 * notes how many blocks it has emitted; a record is contained in the first completed checkpoint
 * whose note includes its block. A note belongs to the checkpoint during which (from trigger to
 * completion) it was made. So that this is exactly one checkpoint, checkpoints must not overlap,
 * and all of them must be known. All times are those of one clock, that of the machine. A
 * checkpoint counts as complete when the last task has acknowledged it, shortly before Flink itself
 * declares it complete. So no reported latency is too small.
 *
 * @param sorted the latencies of all records in milliseconds, in ascending order
 * @param checkpoints the number of completed checkpoints
 */
@SuppressWarnings("ArrayRecordComponent") // Instances are never compared.
record AddedLatency(long[] sorted, long checkpoints) {

  /**
   * Computes the latencies.
   *
   * @param visible when each record became visible, in epoch milliseconds, by its index
   * @throws IllegalStateException if it cannot be determined which checkpoint contains a record
   */
  static AddedLatency of(
      Load load, List<Mark> marks, List<Checkpoint> checkpoints, long[] visible) {
    requireOneAtATime(checkpoints);
    List<List<CompletedBlocks>> lanes = new ArrayList<>();
    for (int lane = 0; lane < Load.LANES; lane++) {
      lanes.add(ofLane(lane, marks, checkpoints));
    }
    long[] added = new long[visible.length];
    for (int index = 0; index < visible.length; index++) {
      long completed = completed(lanes.get(load.lane(index)), load.blocksThrough(index));
      added[index] = visible[index] - completed;
      if (added[index] < 0) {
        throw new IllegalStateException(
            "Record %d was visible %d ms before its checkpoint was complete."
                .formatted(index, -added[index]));
      }
    }
    Arrays.sort(added);
    return new AddedLatency(added, lanes.get(0).size());
  }

  /**
   * The first {@code blocks} blocks of a lane are contained in a checkpoint that was complete at a
   * time.
   */
  private record CompletedBlocks(long blocks, long completed) {}

  private static void requireOneAtATime(List<Checkpoint> checkpoints) {
    for (int i = 0; i < checkpoints.size(); i++) {
      Checkpoint checkpoint = checkpoints.get(i);
      if (checkpoint.id() != i + 1) {
        throw new IllegalStateException("Checkpoint %d is unknown.".formatted(i + 1));
      }
      if (i > 0 && checkpoints.get(i - 1).acknowledged() > checkpoint.triggered()) {
        throw new IllegalStateException(
            "Checkpoints %d and %d overlap: use a longer interval.".formatted(i, i + 1));
      }
    }
  }

  private static List<CompletedBlocks> ofLane(
      int lane, List<Mark> marks, List<Checkpoint> checkpoints) {
    List<CompletedBlocks> found = new ArrayList<>();
    for (Mark mark : marks) {
      Optional<Checkpoint> its =
          mark.lane() == lane
              ? checkpoints.stream().filter(c -> c.spans(mark.at())).findFirst()
              : Optional.empty();
      its.filter(Checkpoint::completed)
          .ifPresent(c -> found.add(new CompletedBlocks(mark.blocks(), c.acknowledged())));
    }
    found.sort(Comparator.comparingLong(CompletedBlocks::completed));
    return found;
  }

  private static long completed(List<CompletedBlocks> lane, long blocks) {
    return lane.stream()
        .filter(h -> h.blocks() >= blocks)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No checkpoint contains block " + blocks))
        .completed();
  }

  long p99() {
    return Percentiles.percentile(sorted, 99);
  }

  /** Returns the figures for scripts. */
  String lastLine() {
    return String.format(
        Locale.ROOT,
        "added_latency_ms p50=%d p99=%d max=%d",
        Percentiles.percentile(sorted, 50),
        p99(),
        sorted[sorted.length - 1]);
  }
}
