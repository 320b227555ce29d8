package dev.tally.io.kafka;

import com.google.common.hash.Hashing;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;

/**
 * A partition as the key of a shard, spread evenly over workers.
 *
 * <p>A runner deals keys to workers by a hash of their bytes, and of a handful of keys most can
 * fall to one worker, which then writes alone: three of the partitions 0 to 3, if there are two. So
 * each partition gets a salt with which it falls into its own stretch of the 128 key groups of
 * Flink. Any other runner, or Flink with other key groups ({@code maxParallelism}), takes the salt
 * as bytes like any others.
 */
final class PartitionCoder extends AtomicCoder<Integer> {
  private static final long serialVersionUID = 1L;
  private static final int KEY_GROUPS = 128;
  private final int[] salts;

  PartitionCoder(int partitions) {
    salts = new int[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      int group = (int) ((2L * partition + 1) * KEY_GROUPS / (2L * partitions));
      while (keyGroup(bytes(partition, salts[partition])) != group) {
        salts[partition]++;
      }
    }
  }

  @Override
  public void encode(Integer partition, OutputStream out) throws IOException {
    new DataOutputStream(out).write(bytes(partition, salts[partition]));
  }

  @Override
  public Integer decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int partition = data.readInt();
    data.readInt();
    return partition;
  }

  private static byte[] bytes(int partition, int salt) {
    return ByteBuffer.allocate(2 * Integer.BYTES).putInt(partition).putInt(salt).array();
  }

  /** As Beam's runner hashes a key, and Flink that hash. */
  private static int keyGroup(byte[] key) {
    int hash = Hashing.murmur3_128().hashBytes(key).asInt();
    hash = Integer.rotateLeft(hash * 0xcc9e2d51, 15) * 0x1b873593;
    hash = (Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64) ^ Integer.BYTES;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    hash ^= hash >>> 16;
    return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % KEY_GROUPS;
  }
}
