package dev.tally.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a bucket at one moment of event time: which ids it may forget, and when to come
 * back for the others.
 *
 * @param forgotten the ids whose slice has expired
 * @param next when the next slice expires, or null when no id is left
 */
record Sweep(List<Fingerprint> forgotten, @Nullable Instant next) {
  static Sweep over(
      Iterable<Map.Entry<Fingerprint, Seen>> bucket, Slices slices, Instant watermark) {
    List<Fingerprint> forgotten = new ArrayList<>();
    Instant next = null;
    for (Map.Entry<Fingerprint, Seen> id : bucket) {
      Instant expiry = slices.expiryOf(id.getValue().slice());
      if (!expiry.isAfter(watermark)) {
        forgotten.add(id.getKey());
      } else if (next == null || expiry.isBefore(next)) {
        next = expiry;
      }
    }
    return new Sweep(forgotten, next);
  }
}
