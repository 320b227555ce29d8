package dev.tally.io.kafka;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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
  static final class StateCoder extends FieldsCoder<ShardState> {
    private static final long serialVersionUID = 1L;

    StateCoder() {
      super(1);
    }

    @Override
    protected void write(ShardState state, DataOutput data) throws IOException {
      data.writeLong(state.position.count());
      data.writeLong(state.position.chain());
      data.writeLong(state.offset);
      data.writeLong(state.standing);
    }

    @Override
    protected ShardState read(DataInput data) throws IOException {
      Position position = new Position(data.readLong(), data.readLong());
      return new ShardState(position, data.readLong(), data.readLong());
    }
  }
}
