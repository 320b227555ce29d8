package dev.tally.transforms.attribute;

import org.joda.time.Instant;

/** A value of the campaign views, which is complete until a broker time. */
interface KnownUntil {
  /** Every version with an earlier broker time is in the value, or in the snapshot it names. */
  Instant knownUntil();
}
