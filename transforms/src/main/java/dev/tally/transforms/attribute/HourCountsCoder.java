package dev.tally.transforms.attribute;

import dev.tally.transforms.model.VersionedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes {@link HourCounts}.
 *
 * <p>Layout 1: for clicks, then for impressions: the number of hours, each hour with its count.
 */
final class HourCountsCoder extends VersionedCoder<HourCounts> {
  private static final long serialVersionUID = 1L;
  private static final HourCountsCoder INSTANCE = new HourCountsCoder();

  private HourCountsCoder() {
    super(1);
  }

  static HourCountsCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(HourCounts counts, OutputStream out) throws IOException {
    writeHours(counts.clicks(), out);
    writeHours(counts.impressions(), out);
  }

  @Override
  protected HourCounts read(InputStream in) throws IOException {
    NavigableMap<Long, Long> clicks = readHours(in);
    return new HourCounts(clicks, readHours(in));
  }

  private static void writeHours(Map<Long, Long> hours, OutputStream out) throws IOException {
    VarInt.encode(hours.size(), out);
    for (Map.Entry<Long, Long> hour : hours.entrySet()) {
      VarInt.encode(hour.getKey(), out);
      VarInt.encode(hour.getValue(), out);
    }
  }

  private static NavigableMap<Long, Long> readHours(InputStream in) throws IOException {
    NavigableMap<Long, Long> hours = new TreeMap<>();
    int count = VarInt.decodeInt(in);
    for (int i = 0; i < count; i++) {
      long hour = VarInt.decodeLong(in);
      hours.put(hour, VarInt.decodeLong(in));
    }
    return hours;
  }
}
