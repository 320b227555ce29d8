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
 * Encodes a partition as the key of a shard, so that shards are spread evenly over workers.
 *
 * <p>A runner assigns keys to workers by a hash of their encoded bytes. With few keys, most can
 * fall to one worker: with two workers, three of the partitions 0 to 3 do. So each partition is
 * encoded with a salt that moves it into its own range of Flink's 128 key groups. For any other
 * runner, or for Flink with another number of key groups ({@code maxParallelism}), the salt has no
 * meaning and does no harm.
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

  /** Computes the key group as Beam's Flink runner hashes a key and Flink hashes the result. */
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
