package dev.tally.transforms.dedup;

import java.util.HashMap;
import java.util.Map;

/** The indexes of the buckets that one instance of {@link RememberIdsFn} has processed. */
final class IdIndexes {
  private final Map<Integer, IdIndex> indexes = new HashMap<>();

  /** Returns the index that belongs to the stored state of a bucket; it is read if necessary. */
  IdIndex of(int bucket, BucketState state, long storedDigest, int sliceMinutes) {
    IdIndex known = indexes.get(bucket);
    if (known != null && known.digest() == storedDigest) {
      return known;
    }
    IdIndex index = IdIndex.of(state.pages(), storedDigest, sliceMinutes);
    indexes.put(bucket, index);
    return index;
  }
}
