package dev.tally.transforms.attribute;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known about a block without reading it.
 *
 * @param clicks how many of its touches are clicks
 * @param ranks which ranks of touches it may contain, see {@link TouchOrder#rank}; of order
 *     references none
 */
record BlockFacts(int clicks, List<Long> ranks) {
  static final BlockFacts NONE = new BlockFacts(0, List.of());

  /** With one more touch. */
  BlockFacts plus(boolean click, long rank) {
    List<Long> all = ranks;
    if (!ranks.contains(rank)) {
      all = new ArrayList<>(ranks);
      all.add(rank);
    }
    return new BlockFacts(clicks + (click ? 1 : 0), all);
  }
}
