package dev.tally.transforms.model;

/** Assigns keys that consist of texts to buckets. */
public final class Buckets {
  private static final long PRIME = 0x9e3779b97f4a7c15L;

  private Buckets() {}

  /**
   * Returns the bucket of a key, from 0 to {@code buckets} - 1. It depends only on the texts: the
   * language specifies their hash codes.
   */
  public static int bucketOf(int buckets, String... texts) {
    long hash = 0;
    for (String text : texts) {
      hash = hash * PRIME + text.hashCode();
    }
    return (int) Long.remainderUnsigned(mixed(hash), buckets);
  }

  /** The finalizer of MurmurHash3, so that similar ids are distributed evenly. */
  private static long mixed(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
