package dev.tally.transforms.format;

import org.jspecify.annotations.Nullable;

/** Reads the values to which a mapping refers from the value of an input. */
interface InputFormat {
  /**
   * Sets the slots of the values that the input contains. No input makes this method throw.
   *
   * @return why the input is rejected or skipped; null if it was read
   */
  @Nullable Rejection read(byte[] value, Slots slots);

  /** Returns true if an input is not a text. */
  boolean isBinary();
}
