package dev.tally.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;

/**
 * The numbers of a {@link Load}'s blocks for Flink: {@link BlockSource} again. Flink cuts a
 * sequence of numbers into one stretch a subtask, which is a lane here; when a lane has given its
 * blocks its limiter lets none pass any more, and the source stays open.
 */
final class BlockNumbers {
  private static final long STRETCH = 1L << 40;

  /** The poll that takes a stretch up gives no number; and a block behind the last is empty. */
  private static final int TO_TAKE_UP = 1;

  private BlockNumbers() {}

  static DataGeneratorSource<Long> of(Load load) {
    RateLimiterStrategy once = parallelism -> new OnceOpen(load);
    return new DataGeneratorSource<>(
        number -> Load.block((int) (number / STRETCH), number % STRETCH),
        Load.LANES * STRETCH,
        once,
        Types.LONG);
  }

  /** Lets a lane's blocks pass when the run is open, and then none. */
  private static final class OnceOpen implements RateLimiter {
    private final Load load;
    private final CompletableFuture<Void> open;
    private final CompletableFuture<Void> never = new CompletableFuture<>();
    private long left;

    OnceOpen(Load load) {
      this.load = load;
      this.open = RunLog.of(load.run()).open();
      this.left = load.blocksInLane() + TO_TAKE_UP;
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
