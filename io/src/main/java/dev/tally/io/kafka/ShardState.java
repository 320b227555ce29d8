package dev.tally.io.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * What the job keeps of a shard.
 *
 * @param position how far its chunks have come
 * @param offset in the topic's partition: whatever was written behind the position stands there or
 *     above
 * @param standing how many facts are left that an abandoned run has stated and this one may state
 *     again
 */
record ShardState(Position position, long offset, long standing) {
  static final ShardState START = new ShardState(Position.START, 0, 0);

  /** Version byte, then the fields. */
  static final class StateCoder extends AtomicCoder<ShardState> {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void encode(ShardState state, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeByte(VERSION);
      data.writeLong(state.position.count());
      data.writeLong(state.position.chain());
      data.writeLong(state.offset);
      data.writeLong(state.standing);
    }

    @Override
    public ShardState decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      int version = data.readUnsignedByte();
      if (version != VERSION) {
        throw new CoderException("Unknown version of a shard's state: " + version);
      }
      Position position = new Position(data.readLong(), data.readLong());
      return new ShardState(position, data.readLong(), data.readLong());
    }
  }
}
