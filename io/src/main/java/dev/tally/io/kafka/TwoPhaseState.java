package dev.tally.io.kafka;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * The state that a job keeps of one shard that is written in two phases.
 *
 * @param shard the position at the checkpoint, as in the other mode
 * @param watermark the last heartbeat, epoch ms; {@link RecordBatch#NO_WATERMARK} before the first
 * @param prepared the transactions that this checkpoint, or a later one, commits; oldest first
 */
record TwoPhaseState(ShardState shard, long watermark, List<PreparedTransaction> prepared) {
  static final TwoPhaseState START =
      new TwoPhaseState(ShardState.START, RecordBatch.NO_WATERMARK, List.of());

  /** Layout: version byte, the shard's state, watermark, number of transactions, transactions. */
  static final class StateCoder extends FieldsCoder<TwoPhaseState> {
    private static final long serialVersionUID = 1L;

    StateCoder() {
      super(1);
    }

    @Override
    protected void write(TwoPhaseState state, DataOutput data) throws IOException {
      ShardState shard = state.shard;
      data.writeLong(shard.topicId().getMostSignificantBits());
      data.writeLong(shard.topicId().getLeastSignificantBits());
      write(shard.position(), data);
      data.writeLong(shard.offset());
      data.writeLong(shard.factsLeft());
      data.writeLong(state.watermark);
      data.writeInt(state.prepared.size());
      for (PreparedTransaction transaction : state.prepared) {
        write(transaction, data);
      }
    }

    private static void write(PreparedTransaction transaction, DataOutput data) throws IOException {
      data.writeInt(transaction.slot());
      data.writeLong(transaction.producerId());
      data.writeShort(transaction.producerEpoch());
      write(transaction.start(), data);
      write(transaction.end(), data);
      data.writeLong(transaction.from());
      data.writeLong(transaction.to());
      data.writeInt(transaction.records());
    }

    private static void write(SequencePosition position, DataOutput data) throws IOException {
      data.writeLong(position.count());
      data.writeLong(position.chain());
    }

    @Override
    protected TwoPhaseState read(DataInput data) throws IOException {
      Uuid topicId = new Uuid(data.readLong(), data.readLong());
      ShardState shard = new ShardState(topicId, position(data), data.readLong(), data.readLong());
      long watermark = data.readLong();
      List<PreparedTransaction> prepared = new ArrayList<>();
      for (int left = data.readInt(); left > 0; left--) {
        prepared.add(transaction(data));
      }
      return new TwoPhaseState(shard, watermark, List.copyOf(prepared));
    }

    private static PreparedTransaction transaction(DataInput data) throws IOException {
      return new PreparedTransaction(
          data.readInt(),
          data.readLong(),
          data.readShort(),
          position(data),
          position(data),
          data.readLong(),
          data.readLong(),
          data.readInt());
    }

    private static SequencePosition position(DataInput data) throws IOException {
      return new SequencePosition(data.readLong(), data.readLong());
    }
  }
}
