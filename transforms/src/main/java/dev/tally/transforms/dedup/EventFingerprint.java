package dev.tally.transforms.dedup;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;

/**
 * An {@code EventFingerprint} is a 128-bit hash that identifies an event by its type and its event
 * id. The type is part of it because an ad server may number impressions and clicks independently.
 * The probability that any two of a billion remembered events have the same fingerprint is below 1
 * in 10^20.
 *
 * @param high the first eight bytes of the hash
 * @param low the last eight bytes of the hash
 */
record EventFingerprint(long high, long low) {
  static EventFingerprint of(AdEvent event) {
    return of(event.getEventType(), event.getEventId());
  }

  static EventFingerprint of(EventType type, String eventId) {
    return Murmur128.of(type.code(), eventId);
  }

  /** Returns the 32 bits by which an {@link IdIndex} finds the event. */
  int tag() {
    return tag(high);
  }

  static int tag(long high) {
    return (int) (high >>> Integer.SIZE);
  }

  /** Returns the part of {@code low} that an {@link IdPage} stores. */
  int storedLow() {
    return (int) (low >>> Integer.SIZE);
  }

  /** Returns the bucket that remembers this event, from 0 to {@code buckets} - 1. */
  int bucket(int buckets) {
    return (int) Long.remainderUnsigned(low, buckets);
  }
}
