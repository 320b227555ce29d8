package dev.tally.transforms.attribute;

import com.google.common.hash.Hashing;
import dev.tally.transforms.model.Touch;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** Touches in order of time; only if ranks count are they part of a block's facts. */
enum TouchOrder implements BlockOrder<Touch> {
  /** All touches of a rank but the latest are useless: last touch. */
  WITH_RANKS {
    @Override
    public BlockFacts plus(BlockFacts facts, Touch added) {
      return facts.plus(added.isClick(), rank(added));
    }
  },
  /** Every touch counts. */
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
   * The rank of a touch: 63 bits of a hash of its campaign, and its type. Of one rank only the
   * latest touch before an order can win by last touch.
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
