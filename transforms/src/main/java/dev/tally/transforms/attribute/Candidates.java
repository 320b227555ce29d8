package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Touch;
import java.util.List;

/**
 * {@code Candidates} are the touches that may earn credit for an order under some campaign version.
 *
 * @param touches the touches that are considered, earliest first
 * @param total how many such touches there are, including those that are left out and all touches
 *     of the hour in which a window begins; under last touch, the number of touches that are
 *     considered
 */
record Candidates(List<Touch> touches, long total) {
  static final Candidates NONE = new Candidates(List.of(), 0);
}
