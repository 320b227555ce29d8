package dev.tally.io.kafka;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a topic that one reader reads.
 *
 * <p>State: a runner stores a split in savepoints as a serialized Java object, with the reader's
 * {@link TopicMark}. A split holds only the names of its cluster and its topic and the share of the
 * partitions; everything else comes from the options of the running job, see {@link KafkaReads}.
 */
final class TopicSplit<T> extends UnboundedSource<List<TimestampedValue<T>>, TopicMark> {
  private static final long serialVersionUID = 1L;

  private final String cluster;
  private final String topic;
  private final PartitionShare share;

  TopicSplit(String cluster, String topic, PartitionShare share) {
    this.cluster = cluster;
    this.topic = topic;
    this.share = share;
  }

  String cluster() {
    return cluster;
  }

  String topic() {
    return topic;
  }

  @Override
  public List<TopicSplit<T>> split(int desiredNumSplits, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public TopicReader<T> createReader(PipelineOptions options, @Nullable TopicMark mark) {
    ReadSettings<T> read = KafkaReads.find(options, cluster, topic);
    TopicMark from = mark != null ? mark : TopicMark.UNREAD;
    ReadPlan plan = new ReadPlan(read, share, from);
    TopicPoller poller = new TopicPoller(plan, () -> clients(read), Clock.systemUTC());
    return new TopicReader<>(this, plan, read.records(), poller, ReadBudget.of(options));
  }

  private static TopicClients clients(ReadSettings<?> read) {
    Map<String, Object> config = new HashMap<>(read.cluster().consumerConfig());
    if (!read.cluster().settings().containsKey(ConsumerConfig.MAX_POLL_RECORDS_CONFIG)) {
      config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, PartitionFeed.POLL_RECORDS);
    }
    String group = read.monitoringGroup();
    if (group != null) {
      config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    }
    return TopicClients.of(
        () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        read.cluster()::admin);
  }

  @Override
  public Coder<TopicMark> getCheckpointMarkCoder() {
    return new TopicMark.MarkCoder();
  }

  @Override
  public Coder<List<TimestampedValue<T>>> getOutputCoder() {
    throw new UnsupportedOperationException("Only the TopicSource has a coder, not a split of it");
  }

  @Override
  public String toString() {
    return (cluster.isEmpty() ? "" : cluster + "/") + topic + " " + share;
  }
}
