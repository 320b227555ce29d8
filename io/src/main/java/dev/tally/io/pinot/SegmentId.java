package dev.tally.io.pinot;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Which segment of a write a row goes to.
 *
 * @param part the caller's partition, e.g. {@code 2026-11-21}
 * @param partition Pinot's partition
 * @param slice of the keys of both
 */
record SegmentId(String part, int partition, int slice) {

  /** A version, the part, the partition, the slice. */
  static final class SegmentIdCoder extends FieldsCoder<SegmentId> {
    private static final long serialVersionUID = 1L;

    SegmentIdCoder() {
      super(1);
    }

    @Override
    protected void write(SegmentId id, DataOutput out) throws IOException {
      out.writeUTF(id.part());
      out.writeInt(id.partition());
      out.writeInt(id.slice());
    }

    @Override
    protected SegmentId read(DataInput in) throws IOException {
      return new SegmentId(in.readUTF(), in.readInt(), in.readInt());
    }
  }
}
