package dev.tally.operations.plan;

import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.codec.RecordLimits;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.joda.time.Instant;

/** Adds up sampled records and computes a {@link TopicSample}. */
final class SampledEvents {
  private static final long MINUTE_MILLIS = 60_000;
  private static final double MILLIS = 1_000;

  private final Map<Integer, TimeRange> partitions = new HashMap<>();
  private final TreeMap<Long, DistinctValues> adsByMinute = new TreeMap<>();
  private final DistinctValues ads = new DistinctValues();
  private final DistinctValues users = new DistinctValues();
  private long records;
  private long bytes;
  private long events;
  private long clicks;

  /**
   * Adds a record.
   *
   * @param size bytes of key and value
   * @param time the broker's timestamp, epoch ms
   */
  void add(int partition, long time, int size, byte[] value) {
    records++;
    bytes += size;
    partitions.computeIfAbsent(partition, p -> new TimeRange(time)).add(time);
    AdEventJson.decode(value, RecordLimits.RAW_TOPIC_BYTES, Instant.ofEpochMilli(time))
        .handle(event -> add(event, time), refused -> {});
  }

  private void add(AdEvent event, long time) {
    events++;
    clicks += event.getEventType() == EventType.CLICK ? 1 : 0;
    String ad = String.join("\n", event.getCampaignId(), event.getAdId(), event.getStoreId());
    ads.add(ad);
    users.add(event.getUserId());
    adsByMinute
        .computeIfAbsent(Math.floorDiv(time, MINUTE_MILLIS), m -> new DistinctValues())
        .add(ad);
  }

  /** Returns the result; the sample must have a record. */
  TopicSample sample() {
    return new TopicSample(
        records,
        events,
        partitions.values().stream().mapToDouble(TimeRange::perSecond).sum(),
        (double) bytes / Math.max(1, records),
        (double) clicks / Math.max(1, events),
        ads.estimate(),
        users.estimate(),
        rowsPerMinute());
  }

  /** Returns the mean of the minutes that the sample of each partition contains completely. */
  private double rowsPerMinute() {
    long first = partitions.values().stream().mapToLong(range -> range.first).max().orElse(0);
    long last = partitions.values().stream().mapToLong(range -> range.last).min().orElse(0);
    long from = -Math.floorDiv(-first, MINUTE_MILLIS);
    long to = Math.floorDiv(last, MINUTE_MILLIS);
    return from >= to
        ? 0
        : adsByMinute.subMap(from, to).values().stream().mapToInt(DistinctValues::observed).sum()
            / (double) (to - from);
  }

  /** The timestamps of the sample of one partition, epoch ms. */
  private static final class TimeRange {
    private long first;
    private long last;
    private long count;

    TimeRange(long first) {
      this.first = first;
      this.last = first;
    }

    void add(long time) {
      first = Math.min(first, time);
      last = Math.max(last, time);
      count++;
    }

    double perSecond() {
      return last == first ? 0 : (count - 1) * MILLIS / (last - first);
    }
  }
}
