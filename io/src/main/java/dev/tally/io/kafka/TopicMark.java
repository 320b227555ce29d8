package dev.tally.io.kafka;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;
import org.apache.kafka.common.Uuid;

/**
 * The progress of a reader: the topic's identity, and one entry per partition.
 *
 * @param topicId Kafka's id of the topic; {@link Uuid#ZERO_UUID} before it is known
 * @param topicPartitions the number of partitions of the whole topic; 0 before it is known
 * @param onFinalize called after the checkpoint has completed
 */
record TopicMark(
    Uuid topicId,
    int topicPartitions,
    List<PartitionProgress> partitions,
    Consumer<TopicMark> onFinalize)
    implements CheckpointMark {
  /** The progress of a reader that has not found its topic yet. */
  static final TopicMark UNREAD = restored(Uuid.ZERO_UUID, 0, List.of());

  static TopicMark restored(Uuid topicId, int topicPartitions, List<PartitionProgress> partitions) {
    return new TopicMark(topicId, topicPartitions, partitions, mark -> {});
  }

  @Override
  public void finalizeCheckpoint() {
    onFinalize.accept(this);
  }

  /**
   * Layout 2: topic id, partitions of the topic, number of entries, then the partition, offset,
   * broker time and watermark of each.
   */
  static final class MarkCoder extends FieldsCoder<TopicMark> {
    private static final long serialVersionUID = 1L;

    MarkCoder() {
      super(2);
    }

    @Override
    protected void write(TopicMark mark, DataOutput data) throws IOException {
      data.writeLong(mark.topicId.getMostSignificantBits());
      data.writeLong(mark.topicId.getLeastSignificantBits());
      data.writeInt(mark.topicPartitions);
      data.writeInt(mark.partitions.size());
      for (PartitionProgress p : mark.partitions) {
        data.writeInt(p.partition());
        data.writeLong(p.nextOffset());
        data.writeLong(p.brokerTime());
        data.writeLong(p.watermark());
      }
    }

    @Override
    protected TopicMark read(DataInput data) throws IOException {
      Uuid topicId = new Uuid(data.readLong(), data.readLong());
      int topicPartitions = data.readInt();
      List<PartitionProgress> partitions = new ArrayList<>();
      for (int left = data.readInt(); left > 0; left--) {
        partitions.add(
            PartitionProgress.of(
                data.readInt(), data.readLong(), data.readLong(), data.readLong()));
      }
      return restored(topicId, topicPartitions, partitions);
    }
  }
}
