package dev.tally.io.kafka;

import dev.tally.io.FieldsCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;

/** The progress of a reader, one entry a partition. Finalized, it is committed for monitoring. */
final class TopicMark implements CheckpointMark {
  private final List<PartitionProgress> partitions;
  private final Consumer<TopicMark> onFinalize;

  private TopicMark(List<PartitionProgress> partitions, Consumer<TopicMark> onFinalize) {
    this.partitions = partitions;
    this.onFinalize = onFinalize;
  }

  static TopicMark of(List<PartitionProgress> partitions, Consumer<TopicMark> onFinalize) {
    return new TopicMark(partitions, onFinalize);
  }

  static TopicMark restored(List<PartitionProgress> partitions) {
    return of(partitions, mark -> {});
  }

  List<PartitionProgress> partitions() {
    return partitions;
  }

  @Override
  public void finalizeCheckpoint() {
    onFinalize.accept(this);
  }

  /** Version byte, count, then partition, offset, broker time and watermark of each. */
  static final class MarkCoder extends FieldsCoder<TopicMark> {
    private static final long serialVersionUID = 1L;

    MarkCoder() {
      super(1);
    }

    @Override
    protected void write(TopicMark mark, DataOutput data) throws IOException {
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
      List<PartitionProgress> partitions = new ArrayList<>();
      for (int left = data.readInt(); left > 0; left--) {
        partitions.add(
            PartitionProgress.of(
                data.readInt(), data.readLong(), data.readLong(), data.readLong()));
      }
      return restored(partitions);
    }
  }
}
