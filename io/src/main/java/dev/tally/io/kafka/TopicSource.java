package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic, or some partitions of it, as an unbounded source; read committed, from the start
 * or from a checkpoint.
 *
 * <p>A split reads several partitions, so that no subtask of a runner polls several idle readers in
 * turn. Partitions are fixed at the start; a topic that has another number of them is not read. The
 * cluster is known by its name: a source out of a savepoint reads it where it is now, see {@link
 * ClusterAddresses}.
 */
@AutoValue
abstract class TopicSource<T> extends UnboundedSource<T, TopicMark> {
  private static final long serialVersionUID = 2L;

  abstract KafkaCluster cluster();

  abstract String topic();

  abstract List<Integer> partitions();

  /** Of the whole topic, when the job was started from nothing. */
  abstract int partitionsInTopic();

  /** True if nobody has looked at the topic's settings. */
  abstract boolean unseen();

  abstract WatermarkPolicy watermarks();

  abstract RecordFn<T> records();

  abstract Coder<T> coder();

  abstract @Nullable String group();

  static <T> TopicSource<T> of(TopicIO.Read<T> read, List<Integer> partitions) {
    return new AutoValue_TopicSource<>(
        read.cluster(),
        read.topic(),
        partitions,
        partitions.size(),
        read.partitions() != null,
        read.watermarks(),
        read.records(),
        read.coder(),
        read.group());
  }

  private TopicSource<T> reading(List<Integer> partitions) {
    return new AutoValue_TopicSource<>(
        cluster(),
        topic(),
        partitions,
        partitionsInTopic(),
        unseen(),
        watermarks(),
        records(),
        coder(),
        group());
  }

  @Override
  public List<TopicSource<T>> split(int desiredNumSplits, PipelineOptions options) {
    int splits = Math.max(1, Math.min(desiredNumSplits, partitions().size()));
    List<List<Integer>> dealt = new ArrayList<>();
    IntStream.range(0, splits).forEach(i -> dealt.add(new ArrayList<>()));
    for (int i = 0; i < partitions().size(); i++) {
      dealt.get(i % splits).add(partitions().get(i));
    }
    return dealt.stream().map(p -> reading(List.copyOf(p))).toList();
  }

  @Override
  public TopicReader<T> createReader(PipelineOptions options, @Nullable TopicMark mark) {
    TopicMark from =
        mark != null
            ? mark
            : TopicMark.restored(partitions().stream().map(PartitionProgress::unread).toList());
    KafkaCluster cluster = ClusterAddresses.now(options, cluster());
    TopicCheck check =
        new TopicCheck(cluster, topic(), partitionsInTopic(), unseen() ? watermarks() : null);
    TopicPoller poller = new TopicPoller(check, () -> clients(cluster, from), Clock.systemUTC());
    return new TopicReader<>(this, from, poller);
  }

  private TopicClients clients(KafkaCluster cluster, TopicMark mark) {
    Consumer<byte[], byte[]> consumer = consumer(cluster);
    Set<TopicPartition> assigned = new HashSet<>();
    mark.partitions().forEach(p -> assigned.add(new TopicPartition(topic(), p.partition())));
    consumer.assign(assigned);
    for (PartitionProgress p : mark.partitions()) {
      TopicPartition partition = new TopicPartition(topic(), p.partition());
      if (p.nextOffset() == PartitionProgress.FROM_THE_START) {
        consumer.seekToBeginning(Set.of(partition));
      } else {
        consumer.seek(partition, p.nextOffset());
      }
    }
    return new TopicClients(
        consumer,
        watermarks().needsLogAppendTime() ? new EndOffsets(cluster.admin(), assigned) : null);
  }

  private Consumer<byte[], byte[]> consumer(KafkaCluster cluster) {
    Map<String, Object> config = new HashMap<>(cluster.consumerConfig());
    if (group() != null) {
      config.put(ConsumerConfig.GROUP_ID_CONFIG, group());
    }
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Coder<TopicMark> getCheckpointMarkCoder() {
    return new TopicMark.MarkCoder();
  }

  @Override
  public Coder<T> getOutputCoder() {
    return coder();
  }

  @Override
  public final String toString() {
    return topic() + partitions();
  }
}
