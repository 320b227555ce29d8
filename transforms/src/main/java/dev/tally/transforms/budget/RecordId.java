package dev.tally.transforms.budget;

import java.util.UUID;

/** A {@code RecordId} is a record UUID in 16 bytes. */
record RecordId(long high, long low) {
  static RecordId of(UUID recordUuid) {
    return new RecordId(recordUuid.getMostSignificantBits(), recordUuid.getLeastSignificantBits());
  }

  /** Returns a number from 0 to {@code buckets} - 1 that distributes record UUIDs evenly. */
  int bucket(int buckets) {
    return Math.floorMod(Long.hashCode(high ^ low), buckets);
  }
}
