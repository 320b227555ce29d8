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
    long polls = load.blocksInLane() + TO_TAKE_UP;
    RateLimiterStrategy once = parallelism -> new FirstOnly(polls);
    return new DataGeneratorSource<>(
        number -> Load.block((int) (number / STRETCH), number % STRETCH),
        Load.LANES * STRETCH,
        once,
        Types.LONG);
  }

  /** Lets so many pass, and then none. */
  private static final class FirstOnly implements RateLimiter {
    private final CompletableFuture<Void> never = new CompletableFuture<>();
    private long left;

    FirstOnly(long left) {
      this.left = left;
    }

    @Override
    public CompletionStage<Void> acquire() {
      return left-- > 0 ? CompletableFuture.completedFuture(null) : never;
    }
  }
}
