package dev.tally.io.pinot;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Identifies the segment to which a row belongs.
 *
 * @param part the caller's part, e.g. {@code 2026-11-21}
 * @param partition Pinot's partition
 * @param segmentNumber the segment number of the keys within the part and the partition
 */
record SegmentId(String part, int partition, int segmentNumber) {

  /** Layout: version byte, part, partition, segment number. */
  static final class SegmentIdCoder extends FieldsCoder<SegmentId> {
    private static final long serialVersionUID = 1L;

    SegmentIdCoder() {
      super(1);
    }

    @Override
    protected void write(SegmentId id, DataOutput out) throws IOException {
      out.writeUTF(id.part());
      out.writeInt(id.partition());
      out.writeInt(id.segmentNumber());
    }

    @Override
    protected SegmentId read(DataInput in) throws IOException {
      return new SegmentId(in.readUTF(), in.readInt(), in.readInt());
    }
  }
}
