package dev.tally.transforms.attribute;

import org.joda.time.Instant;

/** A value of the campaign views, which is complete until a broker time. */
interface KnownUntil {
  /**
   * Returns the broker time before which every version is in the value or in the snapshot that it
   * names.
   */
  Instant knownUntil();
}
