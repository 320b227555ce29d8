package dev.tally.transforms.attribute;

import dev.tally.transforms.model.Buckets;
import java.util.Comparator;

/**
 * A {@code UserStore} is the key of attribution: touches of a user at a store earn credit for the
 * orders of the same user at the same store.
 */
record UserStore(String user, String store) {
  static final Comparator<UserStore> ORDER =
      Comparator.comparing(UserStore::user).thenComparing(UserStore::store);

  /**
   * The number of buckets of a job. It is part of the savepoint contract and therefore not an
   * option.
   */
  static final int BUCKETS = 1 << 8;

  int bucket() {
    return Buckets.bucketOf(BUCKETS, user, store);
  }
}
