package dev.tally.io.kafka;

import static dev.tally.io.kafka.PartitionProgress.BEFORE_ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.io.kafka.ScriptedTopic.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Reads a topic in memory through a consumer without a broker. */
class TopicReaderTest {
  private static final long NOON = 1_800_000_000_000L;
  private static final int DELAY = 10_000;
  private static final int MEBIBYTE = 1 << 20;
  private static final long DEADLINE_NANOS = 30_000_000_000L;
  private static final WatermarkPolicy LIVE = WatermarkPolicy.live(Duration.millis(DELAY));
  private static final WatermarkPolicy REPLAY = WatermarkPolicy.replay(Duration.millis(DELAY));
  private static final WatermarkPolicy HEARTBEATS = WatermarkPolicy.heartbeats();

  /** A record as the reader must emit it. */
  private record Emitted(int partition, long offset, long time) {
    static Emitted of(TimestampedValue<ConsumerRecord<byte[], byte[]>> element) {
      ConsumerRecord<byte[], byte[]> record = element.getValue();
      return new Emitted(record.partition(), record.offset(), element.getTimestamp().getMillis());
    }
  }

  /** Writes random records and heartbeats, and knows with which times they must be emitted. */
  private static final class Log {
    final WatermarkPolicy policy;
    final Random random;
    final List<Round> rounds = new ArrayList<>();
    final List<List<Emitted>> expected = new ArrayList<>();
    private final long[] nextOffset;
    private final long[] brokerTime;
    private final long[] promised;
    private long now = NOON;

    Log(WatermarkPolicy policy, int partitions, Random random) {
      this.policy = policy;
      this.random = random;
      this.nextOffset = new long[partitions];
      this.brokerTime = new long[partitions];
      this.promised = new long[partitions];
      for (int p = 0; p < partitions; p++) {
        expected.add(new ArrayList<>());
        brokerTime[p] = BEFORE_ALL;
        promised[p] = NOON;
      }
    }

    void write(int count) {
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        now += random.nextInt(200);
        int partition = random.nextInt(nextOffset.length);
        if (random.nextInt(10) == 0) {
          nextOffset[partition]++; // A transaction marker.
        }
        records.add(
            random.nextInt(8) == 0 ? heartbeat(partition) : record(partition, rounds.isEmpty()));
        nextOffset[partition]++;
      }
      rounds.add(new Round(records, now));
    }

    private ConsumerRecord<byte[], byte[]> record(int p, boolean first) {
      long timestamp = now - random.nextInt(DELAY);
      if (policy.equals(LIVE) && first && brokerTime[p] == BEFORE_ALL && random.nextBoolean()) {
        expected.get(p).add(new Emitted(p, nextOffset[p], 0));
        return of(p, nextOffset[p], timestamp, TimestampType.CREATE_TIME, size());
      }
      if (policy.equals(HEARTBEATS)) {
        timestamp = promised[p] + random.nextInt(50_000);
        expected.get(p).add(new Emitted(p, nextOffset[p], timestamp));
      } else {
        brokerTime[p] = Math.max(brokerTime[p], timestamp);
        expected.get(p).add(new Emitted(p, nextOffset[p], brokerTime[p]));
      }
      return of(p, nextOffset[p], timestamp, type(), size());
    }

    private ConsumerRecord<byte[], byte[]> heartbeat(int p) {
      if (policy.equals(LIVE)) {
        return record(p, rounds.isEmpty());
      }
      promised[p] = Math.max(promised[p], now - DELAY) + random.nextInt(1_000);
      brokerTime[p] = Math.max(brokerTime[p], Math.max(now, promised[p] + DELAY));
      ProducerRecord<byte[], byte[]> sent =
          Heartbeat.record(ScriptedTopic.TOPIC, p, now, promised[p]);
      return new ConsumerRecord<>(
          sent.topic(),
          p,
          nextOffset[p],
          now,
          type(),
          -1,
          -1,
          null,
          null,
          sent.headers(),
          Optional.empty());
    }

    private TimestampType type() {
      return policy.equals(LIVE) ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
    }

    private int size() {
      int dice = random.nextInt(200);
      return dice == 0 ? 3 * MEBIBYTE / 2 : dice < 3 ? 400_000 : random.nextInt(300);
    }
  }

  /** A job that reads a topic, restarts from its marks, and checks each emitted block. */
  private static final class Job implements AutoCloseable {
    final List<List<Emitted>> emitted = new ArrayList<>();
    final List<List<Emitted>> blocks = new ArrayList<>();
    private final ScriptedTopic topic;
    private final WatermarkPolicy policy;
    private final long bytes;
    private TopicReader<ConsumerRecord<byte[], byte[]>> reader;
    private TopicMark mark = TopicMark.UNREAD;
    private List<Integer> emittedAtMark = new ArrayList<>();
    private long watermark = BEFORE_ALL;
    private long watermarkAtMark = BEFORE_ALL;
    private boolean started;

    Job(ScriptedTopic topic, WatermarkPolicy policy, int partitions, long bytes) {
      this.topic = topic;
      this.policy = policy;
      this.bytes = bytes;
      for (int p = 0; p < partitions; p++) {
        emitted.add(new ArrayList<>());
        emittedAtMark.add(0);
      }
      this.reader = open();
    }

    private TopicReader<ConsumerRecord<byte[], byte[]>> open() {
      PartitionShare all = new PartitionShare(0, 1);
      RecordFn<ConsumerRecord<byte[], byte[]>> records = (record, time) -> record;
      ReadPlan plan =
          new ReadPlan(
              new ReadSettings<>(
                  KafkaCluster.at("x:1"),
                  ScriptedTopic.TOPIC,
                  policy,
                  records,
                  null,
                  ReadSettings.Checked.AT_LAUNCH),
              all,
              mark);
      return new TopicReader<>(
          new TopicSplit<>("", ScriptedTopic.TOPIC, all),
          plan,
          records,
          new TopicPoller(plan, topic::clients, topic),
          ReadBudget.of(bytes));
    }

    boolean advance() throws IOException {
      boolean emits = started ? reader.advance() : reader.start();
      started = true;
      if (emits) {
        check(reader.getCurrent());
      } else {
        assertThatThrownBy(reader::getCurrent).isInstanceOf(NoSuchElementException.class);
      }
      long now = reader.getWatermark().getMillis();
      watermark = Math.max(watermark, now);
      return emits;
    }

    private void check(List<TimestampedValue<ConsumerRecord<byte[], byte[]>>> block) {
      assertThat(block).hasSizeBetween(1, 500);
      long beforeTheLast =
          block.subList(0, block.size() - 1).stream()
              .mapToLong(element -> ReadBudget.size(element.getValue()))
              .sum();
      assertThat(beforeTheLast).isLessThan(MEBIBYTE);
      List<Emitted> records = block.stream().map(Emitted::of).toList();
      long earliest = records.stream().mapToLong(Emitted::time).min().orElseThrow();
      assertThat(reader.getCurrentTimestamp()).isEqualTo(Instant.ofEpochMilli(earliest));
      assertThat(records)
          .allSatisfy(
              record ->
                  assertThat(record.time())
                      .as("time of %s", record)
                      .isGreaterThanOrEqualTo(watermark));
      records.forEach(record -> emitted.get(record.partition()).add(record));
      blocks.add(records);
    }

    void takeMark() {
      mark = reader.getCheckpointMark();
      emittedAtMark = emitted.stream().map(List::size).toList();
      watermarkAtMark = watermark;
    }

    void completeCheckpoint() {
      mark.finalizeCheckpoint();
    }

    /** Starts again from the last mark; what was emitted since then is discarded. */
    void restart() {
      reader.close();
      mark = TopicMark.restored(mark.topicId(), mark.topicPartitions(), mark.partitions());
      for (int p = 0; p < emitted.size(); p++) {
        List<Emitted> all = emitted.get(p);
        all.subList(emittedAtMark.get(p), all.size()).clear();
      }
      watermark = watermarkAtMark;
      started = false;
      reader = open();
    }

    /** Returns the next block, as soon as there is one. */
    List<Emitted> next() throws IOException {
      long deadline = System.nanoTime() + DEADLINE_NANOS;
      while (!advance()) {
        assertThat(System.nanoTime()).as("time").isLessThan(deadline);
        Thread.onSpinWait();
      }
      return blocks.get(blocks.size() - 1);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void emitsEachRecordOfALiveTopicOnce_whereverAMarkIsTaken(@ForAll long seed) throws IOException {
    emitsEachRecordOnce(LIVE, new Random(seed));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void emitsEachRecordOfAReplayOnce_whereverAMarkIsTaken(@ForAll long seed) throws IOException {
    emitsEachRecordOnce(REPLAY, new Random(seed));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void emitsEachRecordOfATopicOfHeartbeatsOnce_whereverAMarkIsTaken(@ForAll long seed)
      throws IOException {
    emitsEachRecordOnce(HEARTBEATS, new Random(seed));
  }

  private static void emitsEachRecordOnce(WatermarkPolicy policy, Random random)
      throws IOException {
    int partitions = 1 + random.nextInt(3);
    Log log = new Log(policy, partitions, random);
    for (int round = 0; round < 12; round++) {
      log.write(random.nextInt(6) == 0 ? 1_200 : random.nextInt(40));
    }
    long bytes = List.of(Long.MAX_VALUE, 400_000L, 30_000L).get(random.nextInt(3));
    ScriptedTopic topic = new ScriptedTopic(partitions, log.rounds);
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    int restarts = random.nextInt(4);
    try (Job job = new Job(topic, policy, partitions, bytes)) {
      while (!job.emitted.equals(log.expected)) {
        assertThat(System.nanoTime()).as("time").isLessThan(deadline);
        boolean emits = job.advance();
        if (random.nextInt(emits ? 3 : 20) == 0) {
          job.takeMark();
        }
        if (random.nextInt(emits ? 3 : 20) == 0) {
          job.completeCheckpoint();
        }
        if (restarts > 0 && emits && random.nextInt(6) == 0) {
          restarts--;
          job.restart();
        }
        for (int p = 0; p < partitions; p++) {
          List<Emitted> all = log.expected.get(p);
          int size = job.emitted.get(p).size();
          assertThat(job.emitted.get(p)).isEqualTo(all.subList(0, Math.min(size, all.size())));
        }
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aBlockHas500Records_atMost() throws IOException {
    try (Job job = job(Long.MAX_VALUE, Stream.generate(() -> 10).limit(1_200).toList())) {
      assertThat(job.next()).hasSize(500);
      assertThat(job.next()).hasSize(500);
      assertThat(job.next()).hasSize(200);
    }
  }

  @Test
  void aRecordLargerThanAMebibyte_isABlockOfItsOwn() throws IOException {
    try (Job job = job(Long.MAX_VALUE, List.of(MEBIBYTE + 1, 10, 10))) {
      assertThat(job.next()).hasSize(1);
      assertThat(job.next()).hasSize(2);
    }
  }

  @Test
  void aBlockEndsWithTheRecordThatReachesAMebibyte() throws IOException {
    try (Job job = job(Long.MAX_VALUE, List.of(MEBIBYTE - 10, 10, 10))) {
      assertThat(job.next()).hasSize(2);
      assertThat(job.next()).hasSize(1);
    }
  }

  @Test
  void aUsedUpBudget_emitsWhatItHas_andThenWaitsForACheckpoint() throws IOException {
    long threeRecords = 3L * (10 + ReadBudget.RECORD_OVERHEAD);
    try (Job job = job(threeRecords, List.of(10, 10, 10, 10, 10))) {
      assertThat(job.next()).hasSize(3);
      job.takeMark();
      for (int i = 0; i < 20; i++) {
        assertThat(job.advance()).isFalse();
      }
      job.completeCheckpoint();
      assertThat(job.next()).hasSize(2);
    }
  }

  @Test
  void aCheckpoint_releasesOnlyWhatWasEmittedBeforeItsMark() throws IOException {
    long twoRecords = 2L * (10 + ReadBudget.RECORD_OVERHEAD);
    try (Job job = job(twoRecords, List.of(10, 10, 10))) {
      job.takeMark();
      assertThat(job.next()).hasSize(2);
      job.completeCheckpoint();
      for (int i = 0; i < 20; i++) {
        assertThat(job.advance()).isFalse();
      }
      job.takeMark();
      job.completeCheckpoint();
      assertThat(job.next()).hasSize(1);
    }
  }

  /** Returns a job whose only partition has records of these sizes, appended at once. */
  private static Job job(long budget, List<Integer> sizes) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int size : sizes) {
      long offset = records.size();
      records.add(of(0, offset, NOON + offset, TimestampType.CREATE_TIME, size));
    }
    ScriptedTopic topic = new ScriptedTopic(1, List.of(new Round(records, NOON)));
    return new Job(topic, REPLAY, 1, budget);
  }

  /** Returns a record that claims its size and does not need the memory. */
  private static ConsumerRecord<byte[], byte[]> of(
      int partition, long offset, long timestamp, TimestampType type, int size) {
    return new ConsumerRecord<>(
        ScriptedTopic.TOPIC,
        partition,
        offset,
        timestamp,
        type,
        -1,
        size,
        null,
        new byte[0],
        new RecordHeaders(),
        Optional.empty());
  }
}
