package dev.tally.transforms.format;

import java.util.BitSet;

/** The slots whose paths exist in a schema of the input. Mutable. */
final class ReachedSlots {
  private final BitSet slots = new BitSet();
  private boolean split;

  void add(int slot) {
    slots.set(slot);
  }

  /** Notes that the list that is split exists. */
  void split() {
    split = true;
  }

  boolean contains(int slot) {
    return slots.get(slot);
  }

  boolean isSplit() {
    return split;
  }
}
