package dev.tally.io.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A point in the sequence of records of a shard: how many there were, and a chained hash of them,
 * so that two different sequences of one length are told apart.
 *
 * @param count records so far
 * @param chain over keys, values and timestamps, in order
 */
record Position(long count, long chain) {
  static final Position START = new Position(0, 0);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** The point behind one more record. */
  Position plus(ProducerRecord<byte[], byte[]> record) {
    long timestamp = record.timestamp() == null ? -1 : record.timestamp();
    long content = 31 * (31 * hash(record.key()) + hash(record.value())) + timestamp;
    long mixed = (chain ^ content) * MIX;
    return new Position(count + 1, mixed ^ (mixed >>> 29));
  }

  private static long hash(byte @Nullable [] bytes) {
    if (bytes == null) {
      return -1;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue() << 32 ^ Utils.murmur2(bytes) ^ Arrays.hashCode(bytes);
  }

  /** Version byte, count, chain. */
  static final class PositionCoder extends AtomicCoder<Position> {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void encode(Position position, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeByte(VERSION);
      data.writeLong(position.count);
      data.writeLong(position.chain);
    }

    @Override
    public Position decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      int version = data.readUnsignedByte();
      if (version != VERSION) {
        throw new CoderException("Unknown version of a shard's position: " + version);
      }
      return new Position(data.readLong(), data.readLong());
    }
  }
}
