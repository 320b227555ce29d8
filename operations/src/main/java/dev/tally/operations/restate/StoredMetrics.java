package dev.tally.operations.restate;

import dev.tally.io.kafka.Heartbeat;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.joda.time.Instant;

/**
 * The committed ad metrics of a range: the highest revision of each row, and how far the
 * aggregation job has progressed.
 */
final class StoredMetrics {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_EMPTY_POLLS = 150;

  /** The largest {@code maxClockSkew}: a row has no earlier broker time than its minute less it. */
  private static final org.joda.time.Duration LONGEST_SKEW = org.joda.time.Duration.standardDays(1);

  private final RestateSettings settings;
  private final TopicRange read;
  private final Map<UUID, AdMetric> rows = new HashMap<>();
  private final Map<TopicPartition, Long> watermarks = new HashMap<>();

  private StoredMetrics(RestateSettings settings, TopicRange read) {
    this.settings = settings;
    this.read = read;
  }

  /**
   * Reads the rows of the range.
   *
   * @throws IllegalArgumentException if rows of the range may have been deleted, or if the job can
   *     still write rows of the range, or if they cannot be restated
   */
  static StoredMetrics read(RestateSettings settings) throws IOException {
    try (Consumer<byte[], byte[]> consumer = TopicRange.consumer(settings.cluster())) {
      TopicRange range =
          TopicRange.from(
              settings.range().from().minus(LONGEST_SKEW),
              consumer,
              settings.topics().adMetrics(),
              "To find the rows that it replaces, a restatement of " + settings.range());
      StoredMetrics stored = new StoredMetrics(settings, range);
      stored.readAll(consumer);
      stored.requireClosed();
      return stored;
    }
  }

  private void readAll(Consumer<byte[], byte[]> consumer) throws IOException {
    read.assignTo(consumer);
    int empty = 0;
    while (read.partitions().stream().anyMatch(p -> consumer.position(p) < read.end(p))) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      empty = records.isEmpty() ? empty + 1 : 0;
      if (empty > MOST_EMPTY_POLLS) {
        throw new IOException(
            "Kafka returned no record of topic %s for 30 s."
                .formatted(settings.topics().adMetrics()));
      }
      records.forEach(this::add);
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    OptionalLong watermark = Heartbeat.watermark(record);
    if (watermark.isPresent()) {
      watermarks.put(new TopicPartition(record.topic(), record.partition()), watermark.getAsLong());
      return;
    }
    RawRecord raw =
        RawRecord.of(
            settings.region(),
            record.topic(),
            record.partition(),
            record.offset(),
            Instant.ofEpochMilli(record.timestamp()),
            record.value());
    DecodeRecords.wholeAdMetrics().decode(raw, new Decoded(record.key()));
  }

  private final class Decoded implements RecordDecoder.Output<AdMetric> {
    private final byte[] key;

    Decoded(byte[] key) {
      this.key = key;
    }

    @Override
    public void decoded(AdMetric row, RawRecord record) {
      if (settings.range().contains(row.getMinute())) {
        requireRestatable(row, record);
        rows.merge(
            row.getRecordUuid(),
            row,
            (one, other) -> other.getRevision() > one.getRevision() ? other : one);
      }
    }

    private void requireRestatable(AdMetric row, RawRecord record) {
      if (row.getRegion().equals(AdEvent.ALL_REGIONS)) {
        throw new IllegalArgumentException(
            "The rows of the range count all regions (--dedupScope=GLOBAL), and a restatement reads the events of one region: start a recomputation as described in docs/restating.md.");
      }
      int partition = Utils.toPositive(Utils.murmur2(key)) % read.partitions().size();
      if (partition != record.getPartition()) {
        throw new IllegalArgumentException(
            "%s: a record with this key would be written to partition %d now, because the topic has more partitions than before. Its readers would count the row twice: write to a new topic."
                .formatted(record, partition));
      }
    }

    @Override
    public void refused(Verdict.Refused<AdMetric> no, RawRecord record) {
      throw new IllegalArgumentException(
          "%s is not an ad metric (%s %s): --adMetricsTopic must be the topic that the aggregation job writes."
              .formatted(record, no.reason(), no.detail()));
    }

    @Override
    public void skipped(RawRecord record) {}
  }

  /**
   * The job emits no row of a minute after its watermark has passed the end of the minute by more
   * than {@code maxEventAge}, with a limit of clicks an hour later. Its heartbeats follow the rows
   * that they cover.
   */
  private void requireClosed() {
    if (read.partitions().isEmpty() || !watermarks.keySet().containsAll(read.partitions())) {
      throw new IllegalArgumentException(
          "Topic %s has no heartbeats of an aggregation job after the range, so it is unknown whether the job can still count events of the range: check --adMetricsTopic. The job needs --kafkaSink=EXACTLY_ONCE or TWO_PHASE."
              .formatted(settings.topics().adMetrics()));
    }
    Instant closed = closedUntil();
    if (closed.isBefore(settings.range().to())) {
      throw new IllegalArgumentException(
          "The aggregation job can still count events of the range: use --to=%s or an earlier time. A minute can be restated when the job's watermark has passed it by --maxEventAge, and with --maxClicksPerUserHour an hour later."
              .formatted(closed));
    }
  }

  /** Returns the end of the last minute that the job has closed. */
  private Instant closedUntil() {
    long watermark =
        read.partitions().stream()
            .mapToLong(partition -> watermarks.getOrDefault(partition, 0L))
            .min()
            .orElse(0);
    long closed = watermark - 1 - settings.rules().after().getMillis();
    long minute = org.joda.time.Duration.standardMinutes(1).getMillis();
    return Instant.ofEpochMilli(Math.max(0, Math.floorDiv(closed, minute) * minute));
  }

  /** Returns how far the job has progressed: the latest watermark of a partition. */
  Instant watermark() {
    return Instant.ofEpochMilli(
        watermarks.values().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  /** Returns the highest revision of each row of the range. */
  Collection<AdMetric> rows() {
    return rows.values();
  }
}
