package dev.tally.transforms.model;

import com.google.common.hash.Hashing;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * Encodes the number of a bucket so that Flink distributes the buckets evenly over its subtasks.
 *
 * <p>Layout: the number (4 bytes) and its salt (4 bytes), big-endian.
 *
 * <p>A runner assigns a key to a subtask by a hash of its encoded bytes. With plain numbers, one of
 * 16 subtasks would own about half more of 256 buckets than the average. So each number is encoded
 * with a salt that moves it into its own range of Flink's 128 key groups. For any other runner, or
 * for Flink with another number of key groups ({@code maxParallelism}), the salt has no meaning and
 * does no harm.
 */
public final class BucketCoder extends AtomicCoder<Integer> {
  private static final long serialVersionUID = 1L;

  private static final int KEY_GROUPS = 128;
  private final int[] salts;

  private BucketCoder(int buckets) {
    salts = new int[buckets];
    for (int bucket = 0; bucket < buckets; bucket++) {
      int group = (int) ((2L * bucket + 1) * KEY_GROUPS / (2L * buckets));
      while (keyGroup(bytes(bucket, salts[bucket])) != group) {
        salts[bucket]++;
      }
    }
  }

  /** Returns the coder of the numbers from 0 to {@code buckets} - 1. */
  public static BucketCoder of(int buckets) {
    return new BucketCoder(buckets);
  }

  @Override
  public void encode(Integer bucket, OutputStream out) throws IOException {
    if (bucket < 0 || bucket >= salts.length) {
      throw new CoderException(
          "BucketCoder of %d cannot encode %d".formatted(salts.length, bucket));
    }
    new DataOutputStream(out).write(bytes(bucket, salts[bucket]));
  }

  @Override
  public Integer decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int bucket = data.readInt();
    data.readInt();
    return bucket;
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public void verifyDeterministic() {
    // A number has one salt.
  }

  private static byte[] bytes(int bucket, int salt) {
    return ByteBuffer.allocate(2 * Integer.BYTES).putInt(bucket).putInt(salt).array();
  }

  /** Computes the key group as Beam's Flink runner hashes a key and Flink hashes the result. */
  static int keyGroup(byte[] key) {
    int hash = Hashing.murmur3_128().hashBytes(key).asInt();
    hash = Integer.rotateLeft(hash * 0xcc9e2d51, 15) * 0x1b873593;
    hash = (Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64) ^ Integer.BYTES;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    hash ^= hash >>> 16;
    return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % KEY_GROUPS;
  }
}
