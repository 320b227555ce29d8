package dev.tally.io.pinot;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A segment that the controller has accepted.
 *
 * @param name e.g. {@code backfill_2026-11-21_p3of4_s0of1}
 * @param crc Pinot's CRC of its content
 * @param rows the number of rows
 */
record UploadedSegment(String name, long crc, long rows) {

  /** Layout: version byte, then the fields. */
  static final class UploadedSegmentCoder extends FieldsCoder<UploadedSegment> {
    private static final long serialVersionUID = 1L;

    UploadedSegmentCoder() {
      super(1);
    }

    @Override
    protected void write(UploadedSegment uploaded, DataOutput out) throws IOException {
      out.writeUTF(uploaded.name());
      out.writeLong(uploaded.crc());
      out.writeLong(uploaded.rows());
    }

    @Override
    protected UploadedSegment read(DataInput in) throws IOException {
      return new UploadedSegment(in.readUTF(), in.readLong(), in.readLong());
    }
  }
}
