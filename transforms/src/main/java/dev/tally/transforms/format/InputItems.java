package dev.tally.transforms.format;

import org.jspecify.annotations.Nullable;

/** The items of an input whose list is split. Null items are not among them. */
interface InputItems {
  /** Returns the number of items. */
  int count();

  /** Returns the index in the list of an item. */
  int index(int item);

  /** Returns true if there are too many items, or their pieces together are too long. */
  boolean areTooLarge();

  /** Sets the slots of the values that an item contains; see {@link InputFormat#read}. */
  @Nullable Rejection read(int item, Slots slots);

  /** Returns the input without the other items. */
  byte[] payload(int item);
}
