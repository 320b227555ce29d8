package dev.tally.io.kafka;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.TimestampedValue;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic as an unbounded source of blocks of records, which is split when a job is started
 * without a savepoint.
 *
 * <p>A topic has one split per partition, at most {@value TopicIO#MAX_READERS}, regardless of the
 * parallelism: a savepoint fixes the number of splits, and a runner redistributes the splits when
 * the parallelism changes.
 */
final class TopicSource<T> extends UnboundedSource<List<TimestampedValue<T>>, TopicMark> {
  private static final long serialVersionUID = 4L;

  private final String cluster;
  private final String topic;
  private final int partitions;
  private final Coder<T> coder;

  /** Creates the source of a topic that has this number of partitions at launch. */
  TopicSource(ReadSettings<T> read, int partitions, Coder<T> coder) {
    this.cluster = read.cluster().name();
    this.topic = read.topic();
    this.partitions = partitions;
    this.coder = coder;
  }

  @Override
  public List<TopicSplit<T>> split(int desiredNumSplits, PipelineOptions options) {
    int splits = Math.max(1, Math.min(partitions, TopicIO.MAX_READERS));
    return IntStream.range(0, splits).mapToObj(i -> split(new PartitionShare(i, splits))).toList();
  }

  private TopicSplit<T> split(PartitionShare share) {
    return new TopicSplit<>(cluster, topic, share);
  }

  @Override
  public TopicReader<T> createReader(PipelineOptions options, @Nullable TopicMark mark) {
    return split(new PartitionShare(0, 1)).createReader(options, mark);
  }

  @Override
  public Coder<TopicMark> getCheckpointMarkCoder() {
    return new TopicMark.MarkCoder();
  }

  @Override
  public Coder<List<TimestampedValue<T>>> getOutputCoder() {
    return ListCoder.of(TimestampedValue.TimestampedValueCoder.of(coder));
  }

  @Override
  public String toString() {
    return topic;
  }
}
