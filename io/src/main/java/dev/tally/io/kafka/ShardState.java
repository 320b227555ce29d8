package dev.tally.io.kafka;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.kafka.common.Uuid;

/**
 * What the job keeps of a shard.
 *
 * @param topicId the topic that it has written to; {@link Uuid#ZERO_UUID} before the first batch
 * @param position how far its chunks have come
 * @param offset in the topic's partition: whatever was written behind the position stands there or
 *     above
 * @param standing how many facts are left that an abandoned run has stated and this one may state
 *     again
 */
record ShardState(Uuid topicId, Position position, long offset, long standing) {
  static final ShardState START = new ShardState(Uuid.ZERO_UUID, Position.START, 0, 0);

  /** True if the state is of another topic with the name of the one that has this id. */
  boolean isOfAnother(Uuid found) {
    return !position.equals(Position.START) && !TopicIdentity.same(topicId, found);
  }

  /** Version byte, then the fields. */
  static final class StateCoder extends FieldsCoder<ShardState> {
    private static final long serialVersionUID = 1L;

    StateCoder() {
      super(2);
    }

    @Override
    protected void write(ShardState state, DataOutput data) throws IOException {
      data.writeLong(state.topicId.getMostSignificantBits());
      data.writeLong(state.topicId.getLeastSignificantBits());
      data.writeLong(state.position.count());
      data.writeLong(state.position.chain());
      data.writeLong(state.offset);
      data.writeLong(state.standing);
    }

    @Override
    protected ShardState read(DataInput data) throws IOException {
      Uuid topicId = new Uuid(data.readLong(), data.readLong());
      Position position = new Position(data.readLong(), data.readLong());
      return new ShardState(topicId, position, data.readLong(), data.readLong());
    }
  }
}
