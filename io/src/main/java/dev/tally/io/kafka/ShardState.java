package dev.tally.io.kafka;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.kafka.common.Uuid;

/**
 * The state that the job keeps of one shard.
 *
 * @param topicId the topic that was written to; {@link Uuid#ZERO_UUID} before the first commit
 *     batch
 * @param position the position after the last record batch that was processed
 * @param offset lower bound of the partition offset of everything written after {@code position}
 * @param factsLeft for RECONCILE, the number of facts that an abandoned run has written and that
 *     this run has not reached yet
 */
record ShardState(Uuid topicId, SequencePosition position, long offset, long factsLeft) {
  static final ShardState START = new ShardState(Uuid.ZERO_UUID, SequencePosition.START, 0, 0);

  /**
   * True if the state belongs to an earlier topic of the same name, given the id that the topic has
   * now.
   */
  boolean belongsToAnotherTopic(Uuid found) {
    return !position.equals(SequencePosition.START) && !TopicIdentity.same(topicId, found);
  }

  /** Layout: version byte, then the fields. */
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
      data.writeLong(state.factsLeft);
    }

    @Override
    protected ShardState read(DataInput data) throws IOException {
      Uuid topicId = new Uuid(data.readLong(), data.readLong());
      SequencePosition position = new SequencePosition(data.readLong(), data.readLong());
      return new ShardState(topicId, position, data.readLong(), data.readLong());
    }
  }
}
