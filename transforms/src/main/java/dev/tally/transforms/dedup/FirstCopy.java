package dev.tally.transforms.dedup;

import com.google.common.hash.Hashing;
import dev.tally.transforms.model.RawRecord;

/**
 * Packs the location of the first copy of an event into 8 bytes. From the top, they contain 10 bits
 * of a hash of the region's name, 14 bits of the partition and 40 bits of the offset. If the
 * partition or the offset does not fit, all bits are set.
 */
final class FirstCopy {
  private static final int PARTITION_BITS = 14;
  static final int OFFSET_BITS = 40;
  private static final long UNKNOWN = -1;

  /** The last region that was hashed: nearly all records of a subtask have the same region. */
  private static volatile RegionTag lastTag = RegionTag.of("");

  private FirstCopy() {}

  /** Returns the packed location of a record. */
  static long locationOf(RawRecord record) {
    boolean fits =
        record.getPartition() >> PARTITION_BITS == 0 && record.getOffset() >> OFFSET_BITS == 0;
    return fits
        ? regionTag(record) << (PARTITION_BITS + OFFSET_BITS)
            | (long) record.getPartition() << OFFSET_BITS
            | record.getOffset()
        : UNKNOWN;
  }

  /**
   * Returns a description of a packed location, for example {@code us/ad-events-3@1207}.
   *
   * @param copy a later copy, whose region and topic complete the description
   */
  static String describe(long location, RawRecord copy) {
    if (location == UNKNOWN) {
      return "an unknown location";
    }
    long partition = location >>> OFFSET_BITS & (1 << PARTITION_BITS) - 1;
    long offset = location & (1L << OFFSET_BITS) - 1;
    return location >>> (PARTITION_BITS + OFFSET_BITS) == regionTag(copy)
        ? copy.getRegion() + "/" + copy.getTopic() + "-" + partition + "@" + offset
        : copy.getTopic() + "-" + partition + "@" + offset + " of another region";
  }

  private static long regionTag(RawRecord record) {
    RegionTag last = lastTag;
    if (!last.region.equals(record.getRegion())) {
      last = RegionTag.of(record.getRegion());
      lastTag = last;
    }
    return last.tag;
  }

  private record RegionTag(String region, long tag) {
    static RegionTag of(String region) {
      int hash = Hashing.murmur3_32_fixed().hashUnencodedChars(region).asInt();
      return new RegionTag(
          region, Integer.toUnsignedLong(hash) >>> (PARTITION_BITS + OFFSET_BITS - Integer.SIZE));
    }
  }
}
