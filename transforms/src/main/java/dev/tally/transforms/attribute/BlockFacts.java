package dev.tally.transforms.attribute;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code BlockFacts} are what is known about a block without reading it.
 *
 * @param clicks the number of clicks among its touches
 * @param ranks the ranks of touches that it may contain, see {@link TouchOrder#rank}; empty for
 *     order references
 */
record BlockFacts(int clicks, List<Long> ranks) {
  static final BlockFacts NONE = new BlockFacts(0, List.of());

  /** Returns these facts with one more touch. */
  BlockFacts plus(boolean click, long rank) {
    List<Long> all = ranks;
    if (!ranks.contains(rank)) {
      all = new ArrayList<>(ranks);
      all.add(rank);
    }
    return new BlockFacts(clicks + (click ? 1 : 0), all);
  }
}
