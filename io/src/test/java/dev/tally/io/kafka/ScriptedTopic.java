package dev.tally.io.kafka;

import static java.util.stream.Collectors.toMap;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/**
 * A topic in memory that grows while it is polled: each poll of a consumer appends the next round
 * of records, and sets the clock of the brokers and workers to the end of the round.
 */
final class ScriptedTopic extends Clock {
  static final String TOPIC = "lines";

  /**
   * What is appended before one poll.
   *
   * @param now the time at which all records of the round have been appended, epoch ms
   */
  record Round(List<ConsumerRecord<byte[], byte[]>> records, long now) {}

  private static final Uuid ID = new Uuid(1, 2);
  private static final Node BROKER = new Node(0, "broker", 9092);

  private final int partitions;
  private final List<Round> rounds;
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final AtomicLong now;

  ScriptedTopic(int partitions, List<Round> rounds) {
    this.partitions = partitions;
    this.rounds = List.copyOf(rounds);
    this.now = new AtomicLong(rounds.get(0).now());
  }

  /** Returns clients that read the topic from any position, and append the rounds to come. */
  TopicClients clients() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(OffsetResetStrategy.EARLIEST);
    consumer.updateBeginningOffsets(
        IntStream.range(0, partitions)
            .mapToObj(p -> new TopicPartition(TOPIC, p))
            .collect(toMap(tp -> tp, tp -> 0L)));
    for (Round round : rounds) {
      consumer.schedulePollTask(() -> append(round, consumer));
    }
    Admin admin =
        (Admin)
            Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, args) -> answer(method, args));
    return new TopicClients(consumer, admin);
  }

  /** Sets the clock last: a lookup at this time must find all records that were appended before. */
  private void append(Round round, MockConsumer<byte[], byte[]> consumer) {
    for (ConsumerRecord<byte[], byte[]> record : round.records()) {
      TopicPartition partition = new TopicPartition(TOPIC, record.partition());
      consumer.addRecord(record);
      ends.merge(partition, record.offset() + 1, Math::max);
    }
    now.accumulateAndGet(round.now(), Math::max);
  }

  private Object answer(Method method, Object[] args) throws ReflectiveOperationException {
    return switch (method.getName()) {
      case "describeTopics" -> new Described(KafkaFuture.completedFuture(description()));
      case "listOffsets" -> ends(((Map<?, ?>) args[0]).keySet());
      case "describeCluster" -> cluster();
      case "close" -> null;
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }

  private ListOffsetsResult ends(Set<?> requested) {
    Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> found = new HashMap<>();
    for (Object partition : requested) {
      long end = ends.getOrDefault((TopicPartition) partition, 0L);
      found.put(
          (TopicPartition) partition,
          KafkaFuture.completedFuture(new ListOffsetsResultInfo(end, -1, Optional.empty())));
    }
    return new ListOffsetsResult(found);
  }

  /** The constructor is not public. */
  private static Object cluster() throws ReflectiveOperationException {
    Constructor<?> constructor = DescribeClusterResult.class.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(
        KafkaFuture.completedFuture(Set.of(BROKER)),
        KafkaFuture.completedFuture(BROKER),
        KafkaFuture.completedFuture("cluster"),
        KafkaFuture.completedFuture(Set.of()));
  }

  private TopicDescription description() {
    List<TopicPartitionInfo> infos = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      infos.add(new TopicPartitionInfo(p, BROKER, List.of(BROKER), List.of(BROKER)));
    }
    return new TopicDescription(TOPIC, false, infos, Set.of(), ID);
  }

  private static final class Described extends DescribeTopicsResult {
    Described(KafkaFuture<TopicDescription> description) {
      super(null, Map.of(TOPIC, description));
    }
  }

  @Override
  public long millis() {
    return now.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
