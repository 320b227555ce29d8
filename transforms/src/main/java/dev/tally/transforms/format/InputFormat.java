package dev.tally.transforms.format;

import org.jspecify.annotations.Nullable;

/** Reads the values to which a mapping refers from the text of an input. */
interface InputFormat {
  /**
   * Sets the slots of the values that the text contains. No text makes this method throw.
   *
   * @return why the text is rejected or skipped; null if it was read
   */
  @Nullable Rejection read(String text, Slots slots);
}
