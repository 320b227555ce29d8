package dev.tally.io.pinot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * Which segment of a write a row goes to.
 *
 * @param part the caller's partition, e.g. {@code 2026-11-21}
 * @param partition Pinot's partition
 * @param chunk of the keys of both
 */
record SegmentId(String part, int partition, int chunk) {

  /** A version, the part, the partition, the chunk. */
  static final class SegmentIdCoder extends AtomicCoder<SegmentId> {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void encode(SegmentId id, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      out.writeByte(VERSION);
      out.writeUTF(id.part());
      out.writeInt(id.partition());
      out.writeInt(id.chunk());
    }

    @Override
    public SegmentId decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new CoderException("A segment id of form " + version);
      }
      return new SegmentId(in.readUTF(), in.readInt(), in.readInt());
    }
  }
}
