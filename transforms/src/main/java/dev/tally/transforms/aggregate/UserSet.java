package dev.tally.transforms.aggregate;

import com.google.common.hash.Hashing;
import java.util.Arrays;

/**
 * Distinct users, each by 64 bits of hash, in ascending order: the same users make the same set
 * whatever the order of their arrival. Immutable.
 */
final class UserSet {
  static final UserSet EMPTY = new UserSet(new long[0]);

  private final long[] hashes;

  private UserSet(long[] hashes) {
    this.hashes = hashes;
  }

  static UserSet of(String userId) {
    return new UserSet(new long[] {Hashing.murmur3_128().hashUnencodedChars(userId).asLong()});
  }

  /** The set of these hashes, in any order and with any repeats. */
  static UserSet ofHashes(long... hashes) {
    return new UserSet(Arrays.stream(hashes).sorted().distinct().toArray());
  }

  UserSet union(UserSet other) {
    if (other.hashes.length == 0) {
      return this;
    }
    return hashes.length == 0 ? other : merged(hashes, other.hashes);
  }

  int size() {
    return hashes.length;
  }

  /** The hashes, ascending; not to be changed. */
  long[] hashes() {
    return hashes;
  }

  private static UserSet merged(long[] left, long[] right) {
    long[] all = new long[left.length + right.length];
    int size = 0;
    int fromLeft = 0;
    int fromRight = 0;
    while (fromLeft < left.length || fromRight < right.length) {
      boolean leftOver = fromRight == right.length;
      boolean takesLeft =
          leftOver || (fromLeft < left.length && left[fromLeft] <= right[fromRight]);
      long next = takesLeft ? left[fromLeft++] : right[fromRight++];
      if (size == 0 || all[size - 1] != next) {
        all[size++] = next;
      }
    }
    return new UserSet(Arrays.copyOf(all, size));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserSet that && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return size() + " users";
  }
}
