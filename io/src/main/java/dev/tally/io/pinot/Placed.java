package dev.tally.io.pinot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * A segment that the controller has taken.
 *
 * @param name e.g. {@code backfill_2026-11-21_p3of4_c0of1}
 * @param crc of its content, by Pinot
 * @param rows how many it has
 */
record Placed(String name, long crc, long rows) {

  /** A version, then the fields. */
  static final class PlacedCoder extends AtomicCoder<Placed> {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void encode(Placed placed, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      out.writeByte(VERSION);
      out.writeUTF(placed.name());
      out.writeLong(placed.crc());
      out.writeLong(placed.rows());
    }

    @Override
    public Placed decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new CoderException("A placed segment of form " + version);
      }
      return new Placed(in.readUTF(), in.readLong(), in.readLong());
    }
  }
}
