package dev.tally.transforms.attribute;

import com.google.common.hash.Hashing;
import dev.tally.transforms.model.Touch;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * A {@code TouchOrder} sorts touches by time. It determines whether the facts of a block include
 * ranks.
 */
enum TouchOrder implements BlockOrder<Touch> {
  /** Includes ranks, for last touch: of each rank only the latest touch is useful. */
  WITH_RANKS {
    @Override
    public BlockFacts plus(BlockFacts facts, Touch added) {
      return facts.plus(added.isClick(), rank(added));
    }
  },
  /** Does not include ranks, for the other models: every touch counts. */
  WITHOUT_RANKS {
    @Override
    public BlockFacts plus(BlockFacts facts, Touch added) {
      return new BlockFacts(facts.clicks() + (added.isClick() ? 1 : 0), facts.ranks());
    }
  };

  static TouchOrder of(Strategy strategy) {
    return strategy == Strategy.LAST_TOUCH ? WITH_RANKS : WITHOUT_RANKS;
  }

  /**
   * Returns the rank of a touch: 63 bits of a hash of its campaign, and its type. Under last touch,
   * only the latest touch of a rank before an order can be credited.
   */
  static long rank(Touch touch) {
    long campaign =
        Hashing.murmur3_128().hashString(touch.campaignId(), StandardCharsets.UTF_8).asLong();
    return campaign << 1 | (touch.isClick() ? 1 : 0);
  }

  static boolean isOfClicks(long rank) {
    return (rank & 1) == 1;
  }

  @Override
  public Comparator<Touch> comparator() {
    return Touch.BY_TIME;
  }
}
