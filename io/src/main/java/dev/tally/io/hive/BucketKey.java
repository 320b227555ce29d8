package dev.tally.io.hive;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/** Where a row goes: a partition, by its values, and a bucket of it. */
record BucketKey(List<String> partition, int bucket) {

  /** A version, the bucket, the values. */
  static final class BucketKeyCoder extends AtomicCoder<BucketKey> {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void encode(BucketKey key, OutputStream stream) throws IOException {
      DataOutputStream out = new DataOutputStream(stream);
      out.writeByte(VERSION);
      out.writeInt(key.bucket());
      out.writeInt(key.partition().size());
      for (String value : key.partition()) {
        out.writeUTF(value);
      }
    }

    @Override
    public BucketKey decode(InputStream stream) throws IOException {
      DataInputStream in = new DataInputStream(stream);
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new CoderException("A bucket of form " + version);
      }
      int bucket = in.readInt();
      List<String> values = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        values.add(in.readUTF());
      }
      return new BucketKey(List.copyOf(values), bucket);
    }
  }
}
