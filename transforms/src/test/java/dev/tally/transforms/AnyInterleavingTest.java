package dev.tally.transforms;

import static dev.tally.transforms.Cast.ALICE;
import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.impression;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.aggregate.CountByMinute;
import dev.tally.transforms.aggregate.MinuteCounts;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.AdEventJson;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.dedup.DropDuplicates;
import dev.tally.transforms.dedup.FirstCopies;
import dev.tally.transforms.dedup.Occurrence;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RawRecordCoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Runs the aggregation from raw records to metrics, with partitions that are read at any pace. The
 * order within a partition is kept, and the watermark follows the smallest unread broker time. The
 * records with the highest revisions must equal a plain count.
 */
class AnyInterleavingTest {
  private static final Duration MAX_AGE = Duration.standardMinutes(10);

  /** Exactly the time between two successive clicks of one user; see {@link #event}. */
  private static final Duration DOUBLE = Duration.standardSeconds(150);

  private static final int EVENTS = 12;

  /**
   * One copy of the event with this number, with a broker time that is this many seconds after that
   * of the previous copy in its partition.
   */
  record Sent(int event, int gapSeconds) {}

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  @Tag("long")
  void givesTheSameFinalRecords_manyTimes(
      @ForAll("partitions") List<List<Sent>> partitions, @ForAll @Size(120) List<Integer> turns) {
    givesTheSameFinalRecords(partitions, turns);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void givesTheSameFinalRecords(
      @ForAll("partitions") List<List<Sent>> partitions, @ForAll @Size(120) List<Integer> turns) {
    List<List<RawRecord>> records = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      records.add(partition(i, partitions.get(i)));
    }
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    var decoded =
        pipeline
            .apply(interleaved(records, turns))
            .apply("DecodeAdEvents", DecodeRecords.adEvents());
    var cleansed =
        decoded
            .output()
            .apply(
                "CleanseEvents",
                CleanseRecords.rawAdEvents(
                        MAX_AGE, Duration.standardMinutes(5), PlaceholderIds.standard())
                    .withRecords());
    var metrics =
        cleansed
            .output()
            .apply("DropDuplicates", DropDuplicates.within(MAX_AGE).withBuckets(2))
            .output()
            .apply("CountByMinute", CountByMinute.within(MAX_AGE).withDoubleClickWindow(DOUBLE));
    PAssert.that(metrics).satisfies(highestRevisionsAre(plainCount(records)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(counter(result, "droppedDueToLateness")).isZero();
    assertThat(counter(result, "dead_letters_conflicting_copy")).isZero();
    long lines = records.stream().mapToLong(List::size).sum();
    long letters =
        counter(result, "dead_letters_too_old") + counter(result, "dead_letters_in_the_future");
    long accepted = counter(result, "events_accepted");
    assertThat(accepted + counter(result, "duplicates_dropped") + letters).isEqualTo(lines);
    assertThat(counter(result, "events_counted")).isEqualTo(accepted);
    assertThat(countedInMemory(records)).isEqualTo(plainCount(records));
  }

  /** Counts what a recomputation counts, two shares of the events one after the other. */
  private static Set<String> countedInMemory(List<List<RawRecord>> partitions) {
    Instant end = NOON.plus(Duration.standardMinutes(EVENTS));
    MinuteCounts counts = MinuteCounts.between(NOON, end, DOUBLE);
    for (int share = 0; share < 2; share++) {
      FirstCopies copies = FirstCopies.ofShare(share, 2);
      for (List<RawRecord> partition : partitions) {
        for (RawRecord record : partition) {
          eventOf(record)
              .filter(event -> copies.add(event).equals(Optional.of(Occurrence.FIRST)))
              .ifPresent(counts::add);
        }
      }
    }
    Set<String> lines = new TreeSet<>();
    counts.forEach(0, metric -> lines.add(line(metric)));
    return lines;
  }

  private static Optional<AdEvent> eventOf(RawRecord record) {
    for (int number = 0; number < EVENTS; number++) {
      AdEvent event = event(number).toBuilder().setBrokerTime(record.getBrokerTime()).build();
      if (Arrays.equals(AdEventJson.encode(event), record.getPayload()) && fits(event, record)) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  @Provide
  Arbitrary<List<List<Sent>>> partitions() {
    return Combinators.combine(
            Arbitraries.integers().between(0, EVENTS - 1), Arbitraries.integers().between(0, 150))
        .as(Sent::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(15)
        .list()
        .ofSize(3);
  }

  /**
   * Returns the event with this number. There is one every 25 seconds, every third is a click, and
   * they alternate between two users and two ads.
   */
  private static AdEvent event(int number) {
    Instant time = NOON.plus(Duration.standardSeconds(25L * number));
    String id = "e-" + number;
    return (number % 3 == 0 ? click(id, time) : impression(id, time))
        .toBuilder()
            .setUserId(number % 2 == 0 ? ALICE : BOB)
            .setAdId(number % 5 == 0 ? "ad-2" : "ad-1")
            .build();
  }

  private static List<RawRecord> partition(int partition, List<Sent> sent) {
    List<RawRecord> records = new ArrayList<>();
    Instant brokerTime = NOON;
    for (Sent copy : sent) {
      brokerTime = brokerTime.plus(Duration.standardSeconds(copy.gapSeconds()));
      byte[] payload = AdEventJson.encode(event(copy.event()));
      records.add(RawRecord.of("us", "ad-events", partition, records.size(), brokerTime, payload));
    }
    return records;
  }

  /**
   * Returns all records, one partition per turn. After each record the watermark advances to the
   * smallest broker time that is still unread.
   */
  private static TestStream<RawRecord> interleaved(
      List<List<RawRecord>> partitions, List<Integer> turns) {
    TestStream.Builder<RawRecord> stream = TestStream.create(RawRecordCoder.of());
    int[] next = new int[partitions.size()];
    Instant watermark = NOON;
    for (int turn = 0; slowest(partitions, next) != null; turn++) {
      int at = Math.floorMod(turns.get(turn % turns.size()), next.length);
      while (next[at] == partitions.get(at).size()) {
        at = (at + 1) % next.length;
      }
      RawRecord record = partitions.get(at).get(next[at]++);
      stream = stream.addElements(TimestampedValue.of(record, record.getBrokerTime()));
      Instant slowest = slowest(partitions, next);
      if (slowest != null && slowest.isAfter(watermark)) {
        watermark = slowest;
        stream = stream.advanceWatermarkTo(watermark);
      }
    }
    return stream.advanceWatermarkToInfinity();
  }

  /**
   * Returns the smallest broker time that is still to be read, which is the highest correct
   * watermark; null when everything has been read.
   */
  private static Instant slowest(List<List<RawRecord>> partitions, int[] next) {
    Instant slowest = null;
    for (int i = 0; i < next.length; i++) {
      if (next[i] < partitions.get(i).size()) {
        Instant head = partitions.get(i).get(next[i]).getBrokerTime();
        slowest = slowest == null || head.isBefore(slowest) ? head : slowest;
      }
    }
    return slowest;
  }

  /**
   * Returns ad, minute, impressions, clicks, repeat clicks and spend of all events that have at
   * least one acceptable copy.
   */
  private static Set<String> plainCount(List<List<RawRecord>> partitions) {
    Set<Integer> accepted = new TreeSet<>();
    for (List<RawRecord> partition : partitions) {
      for (RawRecord record : partition) {
        for (int number = 0; number < EVENTS; number++) {
          if (Arrays.equals(AdEventJson.encode(event(number)), record.getPayload())
              && fits(event(number), record)) {
            accepted.add(number);
          }
        }
      }
    }
    return count(accepted);
  }

  private static boolean fits(AdEvent event, RawRecord record) {
    long age = record.getBrokerTime().getMillis() - event.getEventTime().getMillis();
    return age <= MAX_AGE.getMillis() && age >= -300_000;
  }

  private static Set<String> count(Set<Integer> numbers) {
    Map<String, long[]> sums = new TreeMap<>();
    for (int number : numbers) {
      AdEvent event = event(number);
      long minute = event.getEventTime().getMillis() / 60_000 * 60_000;
      String key = event.getAdId() + " " + minute;
      long[] sum = sums.computeIfAbsent(key, none -> new long[4]);
      sum[number % 3 == 0 ? 1 : 0]++;
      sum[2] += numbers.stream().anyMatch(before -> makesRepeat(event(before), event)) ? 1 : 0;
      sum[3] += event.getCostMicros();
    }
    Set<String> lines = new TreeSet<>();
    sums.forEach((key, s) -> lines.add(key + " " + s[0] + " " + s[1] + " " + s[2] + " " + s[3]));
    return lines;
  }

  private static boolean makesRepeat(AdEvent before, AdEvent event) {
    Duration distance = new Duration(before.getEventTime(), event.getEventTime());
    return before.getEventType() == EventType.CLICK
        && event.getEventType() == EventType.CLICK
        && before.getUserId().equals(event.getUserId())
        && before.getAdId().equals(event.getAdId())
        && distance.isLongerThan(Duration.ZERO)
        && !distance.isLongerThan(DOUBLE);
  }

  private static SerializableFunction<Iterable<AdMetric>, Void> highestRevisionsAre(
      Set<String> expected) {
    TreeSet<String> lines = new TreeSet<>(expected);
    return metrics -> {
      Map<UUID, AdMetric> highest = new HashMap<>();
      for (AdMetric metric : metrics) {
        highest.merge(
            metric.getRecordUuid(),
            metric,
            (one, other) -> one.getRevision() >= other.getRevision() ? one : other);
      }
      assertThat(highest.values().stream().map(AnyInterleavingTest::line))
          .containsExactlyInAnyOrderElementsOf(lines);
      return null;
    };
  }

  private static String line(AdMetric metric) {
    return String.format(
        "%s %d %d %d %d %d",
        metric.getAdId(),
        metric.getMinute().getMillis(),
        metric.getSums().get(MetricMeasure.IMPRESSIONS),
        metric.getSums().get(MetricMeasure.CLICKS),
        metric.getSums().get(MetricMeasure.REPEAT_CLICKS),
        metric.getSums().get(MetricMeasure.SPEND_MICROS));
  }
}
