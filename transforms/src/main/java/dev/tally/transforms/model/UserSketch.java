package dev.tally.transforms.model;

import java.util.Arrays;
import java.util.List;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.theta.CompactSketch;
import org.apache.datasketches.theta.SetOperation;
import org.apache.datasketches.theta.Union;
import org.apache.datasketches.theta.UpdateSketch;

/**
 * A {@code UserSketch} is a set of user ids, of which it keeps the smallest hashes: a theta sketch.
 *
 * <p>A set of at most {@link #NOMINAL_ENTRIES} users is exact. Of a larger set the sketch keeps the
 * {@link #NOMINAL_ENTRIES} smallest hashes and, as theta, the next one, and the number of users is
 * estimated with a relative standard error of 1 / √65,534 = 0.39 %; in 99 of 100 sets the error is
 * at most 1.01 %, whatever their size.
 *
 * <p>A union is commutative, associative and idempotent, and its bytes depend only on the set of
 * users: not on the order in which they were added, on repeats, or on how they were divided into
 * parts.
 *
 * <p>Format: the compact, ordered form of Apache DataSketches (serial version 3), which all of its
 * versions and languages read. An id is hashed as UTF-8 with MurmurHash3 and the default seed of
 * the library, 9001, so sketches that other tools create of the same ids can be merged with it.
 */
public final class UserSketch {
  /** The maximum number of hashes. It is part of the savepoint contract. */
  public static final int NOMINAL_ENTRIES = 1 << 16;

  /** The maximum length in bytes: three longs and the hashes. */
  public static final int MAX_BYTES = (3 + NOMINAL_ENTRIES) * Long.BYTES;

  /** The set without users. */
  public static final UserSketch EMPTY = new Builder().build();

  /** The bounds are two standard deviations from the estimate: 95.4 % of all sets are within. */
  private static final int DEVIATIONS = 2;

  /** Theta is a fraction of 2^63; its 56 highest bits fit into a revision. */
  private static final int LOW_BITS_OF_THETA = 7;

  private final CompactSketch sketch;

  private UserSketch(CompactSketch sketch) {
    this.sketch = sketch;
  }

  /**
   * Returns the sketch that these bytes contain.
   *
   * @throws IllegalArgumentException if they do not contain a sketch with the default seed
   */
  public static UserSketch of(byte[] bytes) {
    return new UserSketch(CompactSketch.heapify(Memory.wrap(bytes)));
  }

  /** Returns the union of sets. */
  public static UserSketch union(Iterable<UserSketch> sets) {
    Union union = SetOperation.builder().setNominalEntries(NOMINAL_ENTRIES).buildUnion();
    sets.forEach(set -> union.union(set.sketch));
    return new UserSketch(union.getResult());
  }

  /** Returns the union of this set and another one. */
  public UserSketch plus(UserSketch other) {
    return union(List.of(this, other));
  }

  /**
   * Returns a sketch of the same theta without hashes, about 24 bytes. {@code set.plus(limit)} has
   * only those hashes of the set that can still change the sketch from which the limit is.
   */
  public UserSketch limit() {
    return new UserSketch(SetOperation.builder().buildANotB().aNotB(sketch, sketch));
  }

  /** Returns the number of hashes in the sketch: the number of users, if the set is exact. */
  public int hashes() {
    return sketch.getRetainedEntries(/* valid= */ true);
  }

  /** Returns the estimated number of users; exact up to {@link #NOMINAL_ENTRIES}. */
  public long users() {
    return Math.round(sketch.getEstimate());
  }

  /** Returns the lower bound of the number of users, two standard deviations below the estimate. */
  public long usersLow() {
    return (long) Math.floor(sketch.getLowerBound(DEVIATIONS));
  }

  /** Returns the upper bound of the number of users, two standard deviations above the estimate. */
  public long usersHigh() {
    return (long) Math.ceil(sketch.getUpperBound(DEVIATIONS));
  }

  /**
   * Returns a number below 2^57 that grows whenever a user changes the sketch: the number of hashes
   * while the set is exact, and then 65,537 + (2^63 − 1 − theta) / 2^7. A user changes a full
   * sketch by a hash below theta, and then theta becomes the largest hash so far, which is less.
   * The seven bits that are left out matter only if two of all hashes below theta are closer than
   * 2^-56.
   */
  long progress() {
    return sketch.isEstimationMode()
        ? NOMINAL_ENTRIES + 1 + ((Long.MAX_VALUE - sketch.getThetaLong()) >>> LOW_BITS_OF_THETA)
        : hashes();
  }

  /** Returns the serialized form, at most {@link #MAX_BYTES} long. */
  public byte[] toBytes() {
    return sketch.toByteArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserSketch that && Arrays.equals(toBytes(), that.toBytes());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(progress());
  }

  /** Returns the number of users, never a hash. */
  @Override
  public String toString() {
    return users() + " users";
  }

  /** Collects user ids. Not thread-safe. */
  public static final class Builder {
    private final UpdateSketch users =
        UpdateSketch.builder().setNominalEntries(NOMINAL_ENTRIES).build();

    /** Adds a user; an empty id is ignored. */
    public void add(String userId) {
      users.update(userId);
    }

    /** Returns the set of the users that were added. */
    public UserSketch build() {
      Union union = SetOperation.builder().setNominalEntries(NOMINAL_ENTRIES).buildUnion();
      union.union(users);
      return new UserSketch(union.getResult());
    }
  }
}
