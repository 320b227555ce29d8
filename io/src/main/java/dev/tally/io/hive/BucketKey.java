package dev.tally.io.hive;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The partition and the bucket that a row is written to.
 *
 * @param partition the values of the partition columns
 * @param buckets the number of buckets when the row was assigned. Rows in a savepoint may have been
 *     assigned for a table with another number
 */
record BucketKey(List<String> partition, int bucket, int buckets) {

  /**
   * Layout: a version byte, the bucket, the number of buckets, the number of values, the values.
   */
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
