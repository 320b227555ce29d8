package dev.tally.io.pinot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;

/**
 * Where the rows of a write go, by their key alone: so a key is always in the segment of the same
 * name, whatever other rows there are.
 *
 * @param prefix what the names of all segments of the write begin with, e.g. {@code backfill}
 * @param partitions of Pinot, as many as the table's topic has
 * @param slices segments a partition and part
 */
record SegmentLayout(String prefix, int partitions, int slices) implements Serializable {
  /** No {@code _}, which stands between the parts of a name, and which Pinot reads something in. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9.-]{1,100}");

  SegmentLayout {
    word(prefix, "prefix");
  }

  /** Kafka's default partitioner, for a key in UTF-8; Pinot's {@code Murmur} is the same. */
  static int partition(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }

  /** Where a key goes. The slice is of another hash than the partition, or some would be empty. */
  SegmentId place(String key, String part) {
    CRC32 hash = new CRC32();
    hash.update(key.getBytes(UTF_8));
    int slice = (int) (hash.getValue() % slices);
    return new SegmentId(word(part, "partition"), partition(key, partitions), slice);
  }

  /** E.g. {@code backfill_2026-11-21_p3of4_s0of1}; another one for every other id and layout. */
  String name(SegmentId id) {
    return nameStart(id.part())
        + "p%dof%d_s%dof%d".formatted(id.partition(), partitions, id.slice(), slices);
  }

  /** What the names of all segments of a part begin with, in any layout. */
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
