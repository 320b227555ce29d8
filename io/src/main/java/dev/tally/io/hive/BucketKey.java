package dev.tally.io.hive;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a row goes: a partition, by its values, and a bucket of it.
 *
 * @param buckets of how many buckets; rows in a savepoint may be of a table that had another number
 */
record BucketKey(List<String> partition, int bucket, int buckets) {

  /** The version, the bucket, the number of buckets, the values. */
  static final class BucketKeyCoder extends FieldsCoder<BucketKey> {
    private static final long serialVersionUID = 1L;

    BucketKeyCoder() {
      super(1);
    }

    @Override
    protected void write(BucketKey key, DataOutput out) throws IOException {
      out.writeInt(key.bucket());
      out.writeInt(key.buckets());
      out.writeInt(key.partition().size());
      for (String value : key.partition()) {
        out.writeUTF(value);
      }
    }

    @Override
    protected BucketKey read(DataInput in) throws IOException {
      int bucket = in.readInt();
      int buckets = in.readInt();
      List<String> values = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        values.add(in.readUTF());
      }
      return new BucketKey(List.copyOf(values), bucket, buckets);
    }
  }
}
