package dev.tally.io.pinot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;

/**
 * Assigns rows to segments by their key and part alone. So a key of a part is always in the segment
 * of the same name, regardless of the other rows.
 *
 * @param prefix the prefix of the names of all segments of the write, e.g. {@code backfill}
 * @param partitions the number of Pinot's partitions, which is that of the table's topic
 * @param segmentsPerPartition the number of segments per partition and part
 */
record SegmentLayout(String prefix, int partitions, int segmentsPerPartition)
    implements Serializable {
  /**
   * Excludes {@code _}, which separates the parts of a name and has a meaning of its own in Pinot.
   */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9.-]{1,100}");

  SegmentLayout {
    word(prefix, "prefix");
  }

  /**
   * Computes the partition as Kafka's default partitioner does for a key in UTF-8; Pinot's {@code
   * Murmur} is the same function.
   */
  static int partition(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }

  /**
   * Assigns a key to a segment. The segment number is computed by another hash than the partition;
   * with the same hash some segments would be empty.
   */
  SegmentId segmentOf(String key, String part) {
    CRC32 hash = new CRC32();
    hash.update(key.getBytes(UTF_8));
    int segmentNumber = (int) (hash.getValue() % segmentsPerPartition);
    return new SegmentId(word(part, "partition"), partition(key, partitions), segmentNumber);
  }

  /**
   * Returns a name such as {@code backfill_2026-11-21_p3of4_s0of1}; any other id or layout has
   * another name.
   */
  String name(SegmentId id) {
    return nameStart(id.part())
        + String.format(
            Locale.ROOT,
            "p%dof%d_s%dof%d",
            id.partition(),
            partitions,
            id.segmentNumber(),
            segmentsPerPartition);
  }

  /** Returns the common prefix of the names of all segments of a part, in any layout. */
  String nameStart(String part) {
    return prefix + "_" + part + "_";
  }

  private static String word(String text, String what) {
    if (!WORD.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s is \"%s\": use 1 to 100 letters, digits, dots and dashes.".formatted(what, text));
    }
    return text;
  }
}
