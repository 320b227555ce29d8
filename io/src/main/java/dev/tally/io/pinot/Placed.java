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
record Placed(String name, long crc, long rows) {

  /** Layout: version byte, then the fields. */
  static final class PlacedCoder extends FieldsCoder<Placed> {
    private static final long serialVersionUID = 1L;

    PlacedCoder() {
      super(1);
    }

    @Override
    protected void write(Placed placed, DataOutput out) throws IOException {
      out.writeUTF(placed.name());
      out.writeLong(placed.crc());
      out.writeLong(placed.rows());
    }

    @Override
    protected Placed read(DataInput in) throws IOException {
      return new Placed(in.readUTF(), in.readLong(), in.readLong());
    }
  }
}
