package dev.tally.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;

/**
 * The Flink counterpart of {@link BlockSource}: a source of the numbers of a {@link Load}'s blocks.
 * Flink splits a sequence of numbers into one range per subtask, which corresponds to a lane. When
 * a lane has emitted its blocks, its rate limiter grants no further permit, so that the source
 * stays open.
 */
final class BlockNumbers {
  private static final long NUMBERS_PER_LANE = 1L << 40;

  /**
   * The number of extra permits of a lane. The poll that assigns a range to a subtask also needs a
   * permit, but emits no number. If the extra permit is used for a number, that block is empty.
   */
  private static final int EXTRA_PERMITS = 1;

  private BlockNumbers() {}

  static DataGeneratorSource<Long> of(Load load) {
    RateLimiterStrategy once = parallelism -> new OnceOpen(load);
    return new DataGeneratorSource<>(
        number -> Load.block((int) (number / NUMBERS_PER_LANE), number % NUMBERS_PER_LANE),
        Load.LANES * NUMBERS_PER_LANE,
        once,
        Types.LONG);
  }

  /** Permits all blocks of a lane at once when the run is open, and nothing after them. */
  private static final class OnceOpen implements RateLimiter {
    private final Load load;
    private final CompletableFuture<Void> open;
    private final CompletableFuture<Void> never = new CompletableFuture<>();
    private long left;

    OnceOpen(Load load) {
      this.load = load;
      this.open = RunLog.of(load.run()).open();
      this.left = load.blocksInLane() + EXTRA_PERMITS;
    }

    @Override
    public CompletionStage<Void> acquire() {
      return left-- > 0 ? open : never;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      load.checkpointed();
    }
  }
}
