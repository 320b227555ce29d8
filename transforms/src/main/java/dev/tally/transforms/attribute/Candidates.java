package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import java.util.List;

/**
 * The touches that may earn an order under some campaign.
 *
 * @param touches those considered, earlier first
 * @param total how many there are, those that are left out included and all of the hour in which a
 *     window begins; of last touch, how many are considered
 */
record Candidates(List<Touch> touches, long total) {
  static final Candidates NONE = new Candidates(List.of(), 0);
}
