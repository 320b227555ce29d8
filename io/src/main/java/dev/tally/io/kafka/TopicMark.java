package dev.tally.io.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
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
  static final class MarkCoder extends AtomicCoder<TopicMark> {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void encode(TopicMark mark, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeByte(VERSION);
      data.writeInt(mark.partitions.size());
      for (PartitionProgress p : mark.partitions) {
        data.writeInt(p.partition());
        data.writeLong(p.nextOffset());
        data.writeLong(p.brokerTime());
        data.writeLong(p.watermark());
      }
    }

    @Override
    public TopicMark decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      int version = data.readUnsignedByte();
      if (version != VERSION) {
        throw new CoderException("Unknown version of a topic's checkpoint mark: " + version);
      }
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
