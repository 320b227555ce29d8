package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.ALICE;
import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.NotOnFlink;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.AdMetricCoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Counts random streams of events with {@link CountByMinute} and with windows, including events
 * that are late and events whose minute is closed. The records with the highest revisions must be
 * the same.
 */
@NotOnFlink("the Flink runner's TestStream does not support processing time")
class WindowedCountsOracleTest {
  private static final int TRIES = 10;
  private static final Duration MAX_AGE = Duration.standardMinutes(10);
  private static final Duration EARLY_PANE = Duration.standardSeconds(10);
  private static final Duration DOUBLE_CLICK = Duration.standardSeconds(150);

  @RepeatedTest(TRIES)
  void givesTheRecordsOfWindows() {
    givesTheRecordsOfWindows(Duration.ZERO, ThreadLocalRandom.current().nextLong());
  }

  @RepeatedTest(TRIES)
  void givesTheRecordsOfWindows_withADoubleClickWindow() {
    givesTheRecordsOfWindows(DOUBLE_CLICK, ThreadLocalRandom.current().nextLong());
  }

  private static void givesTheRecordsOfWindows(Duration doubleClickWindow, long seed) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollection<AdEvent> events = pipeline.apply(stream(new Random(seed)));
    CountByMinute counts =
        CountByMinute.within(MAX_AGE)
            .withEarlyPane(EARLY_PANE)
            .withDoubleClickWindow(doubleClickWindow);
    PCollection<KV<String, AdMetric>> both =
        PCollectionList.of(named("timers", counts, events))
            .and(
                named(
                    "windows", new WindowedCounts(MAX_AGE, EARLY_PANE, doubleClickWindow), events))
            .apply("Both", Flatten.pCollections());
    PAssert.that(both).satisfies(haveEqualRecords(seed));
    pipeline.run().waitUntilFinish();
  }

  private static PCollection<KV<String, AdMetric>> named(
      String name,
      PTransform<PCollection<AdEvent>, PCollection<AdMetric>> transform,
      PCollection<AdEvent> events) {
    return events
        .apply(name, transform)
        .apply(
            "Global " + name,
            Window.<AdMetric>into(new GlobalWindows())
                .triggering(DefaultTrigger.of())
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes())
        .apply("Name " + name, WithKeys.of(name))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), AdMetricCoder.of()));
  }

  private static SerializableFunction<Iterable<KV<String, AdMetric>>, Void> haveEqualRecords(
      long seed) {
    return metrics -> {
      Map<String, Map<UUID, AdMetric>> highest = new HashMap<>();
      for (KV<String, AdMetric> metric : metrics) {
        highest
            .computeIfAbsent(metric.getKey(), any -> new HashMap<>())
            .merge(
                metric.getValue().getRecordUuid(),
                metric.getValue(),
                (one, other) -> one.getRevision() >= other.getRevision() ? one : other);
      }
      assertThat(highest.get("timers"))
          .as("seed %d", seed)
          .isNotEmpty()
          .isEqualTo(highest.get("windows"));
      return null;
    };
  }

  private static TestStream<AdEvent> stream(Random random) {
    TestStream.Builder<AdEvent> stream = TestStream.create(AdEventCoder.of());
    Instant watermark = NOON;
    for (int step = 0; step < 25; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          watermark = later(watermark, random);
          stream = stream.advanceWatermarkTo(watermark);
        }
        case 2 ->
            stream = stream.advanceProcessingTime(Duration.standardSeconds(1 + random.nextInt(20)));
        default -> {
          AdEvent one = event(2 * step, watermark, random);
          AdEvent other = event(2 * step + 1, watermark, random);
          stream = stream.addElements(at(one), at(other));
        }
      }
    }
    return stream.advanceWatermarkToInfinity();
  }

  /** Returns a time at which a minute ends and another closes, or a millisecond around it. */
  private static Instant later(Instant watermark, Random random) {
    long minute = watermark.getMillis() / 60_000 + 1 + random.nextInt(3);
    return Instant.ofEpochMilli(minute * 60_000 - 1 + random.nextInt(3));
  }

  private static AdEvent event(int number, Instant watermark, Random random) {
    int back = random.nextBoolean() ? random.nextInt(60) : random.nextInt(800) - 60;
    Instant time = watermark.minus(Duration.standardSeconds(back));
    String id = "e-" + number;
    return (random.nextInt(3) > 0 ? click(id, time) : impression(id, time))
        .toBuilder()
            .setUserId(random.nextBoolean() ? ALICE : BOB)
            .setAdId(random.nextBoolean() ? "ad-1" : "ad-2")
            .setBrokerTime(watermark.plus(Duration.millis(number)))
            .build();
  }

  private static TimestampedValue<AdEvent> at(AdEvent event) {
    return TimestampedValue.of(event, event.getEventTime());
  }
}
