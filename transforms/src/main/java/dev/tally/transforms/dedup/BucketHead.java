package dev.tally.transforms.dedup;

/**
 * A {@code BucketHead} is the part of a bucket's state that every change of the bucket writes.
 *
 * @param digest identifies the content of the bucket's pages; see {@link IdIndex}
 */
record BucketHead(BucketClock clock, long digest) {}
