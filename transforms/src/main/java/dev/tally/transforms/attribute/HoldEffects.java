package dev.tally.transforms.attribute;

import dev.tally.transforms.model.DeadLetter;

/** {@code HoldEffects} receive what a {@link HoldBucket} decides. */
interface HoldEffects {
  /** Called for an order to emit with its touches. */
  void emitted(OrderTouches due);

  /** Called for a rejected record of an order. */
  void rejected(DeadLetter letter);

  /** Called for each copy of an accepted record of an order. */
  void dropped();

  /** Called with the number of orders that were emitted after late touches. */
  void reviewed(int orders);

  /** Called with the number of touches that were forgotten. */
  void forgotten(int touches);

  /** Called for each touch that is not counted, see {@link TouchHistory}. */
  void leftOut();
}
