package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.ALICE;
import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.InvalidReason;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checks the highest revisions that {@link CountByMinute} emits with invalid traffic. */
@ExtendWith(TestPipelineExtension.class)
class CountInvalidTest {
  private static final Duration WINDOW = Duration.standardSeconds(150);
  private static final AdEvent FIRST = click("e-1", NOON);
  private static final AdEvent LAST = click("e-2", noonPlus(3_599));
  private static final AdEvent NEXT_HOUR = click("e-3", noonPlus(3_600));

  @Test
  void countsEventsThatAreInvalidByThemselves_withoutAnyOption(TestPipeline pipeline) {
    List<AdEvent> events =
        List.of(invalid(click("e-1")), click("e-2"), invalid(impression("e-3", NOON)));
    run(pipeline, CountByMinute.within(HOUR), stream(events), events, Duration.ZERO, 0);
  }

  @Test
  void marksTheWholeHour_whenItsLastClickComesAtTheLastMoment(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            limit(1),
            TestStream.create(AdEventCoder.of())
                .addElements(at(FIRST), at(NEXT_HOUR))
                .advanceWatermarkTo(LAST.getEventTime().plus(HOUR))
                .addElements(at(LAST)),
            List.of(FIRST, LAST, NEXT_HOUR),
            Duration.ZERO,
            1);
    assertThat(counter(result, "invalid_rate")).isEqualTo(2);
    assertThat(counter(result, "user_hours_forgotten")).isEqualTo(2);
    assertThat(counter(result, "droppedDueToLateness")).isZero();
  }

  @Test
  void forgetsAnHour_whenNoClickOfItCanArrive(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            limit(1),
            TestStream.create(AdEventCoder.of())
                .addElements(at(LAST))
                .advanceWatermarkTo(NEXT_HOUR.getEventTime().plus(HOUR).plus(Duration.millis(1)))
                .addElements(at(click("too late", noonPlus(3_598)))),
            List.of(LAST, click("too late", noonPlus(3_598))),
            Duration.ZERO,
            0);
    assertThat(counter(result, "user_hours_forgotten")).isEqualTo(2);
    assertThat(counter(result, "invalid_rate")).isZero();
  }

  @Test
  void appliesNoLimitToPlaceholders_whoseRepeatsAreInvalid(TestPipeline pipeline) {
    List<AdEvent> events =
        List.of(of("undefined", FIRST), of("undefined", click("e-9", noonPlus(1))));
    run(pipeline, limit(1).withDoubleClickWindow(WINDOW), stream(events), events, WINDOW, 1);
  }

  @RepeatedTest(10)
  void countsTheUnionOfAllReasons_inAnyOrder(TestPipeline pipeline) {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    int limit = random.nextInt(4);
    Duration window = random.nextBoolean() ? WINDOW : Duration.ZERO;
    List<AdEvent> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      events.add(event(i, random));
    }
    Collections.shuffle(events, random);
    PipelineResult result =
        run(
            pipeline,
            limit(limit).withDoubleClickWindow(window),
            stream(events),
            events,
            window,
            limit);
    assertThat(counter(result, "droppedDueToLateness")).as("seed %d", seed).isZero();
    MinuteCounts inMemory =
        MinuteCounts.between(NOON, noonPlus(7_200), window)
            .withMaxClicksPerUserHour(limit, PlaceholderIds.standard());
    events.forEach(inMemory::add);
    assertThat(rowsOf(inMemory))
        .as("seed %d", seed)
        .isEqualTo(new InvalidClicks(events, window, limit).rows());
  }

  @RepeatedTest(200)
  void countsTheUnionInMemory_ofAPartOfAnHour() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    List<AdEvent> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      events.add(event(i, random));
    }
    Collections.shuffle(events, random);
    int limit = random.nextInt(6);
    int from = random.nextInt(60);
    int to = from + 1 + random.nextInt(60);
    MinuteCounts counts =
        MinuteCounts.between(noonPlus(60L * from), noonPlus(60L * to), WINDOW)
            .withMaxClicksPerUserHour(limit, PlaceholderIds.standard());
    events.forEach(counts::add);
    Map<String, MeasureSums> expected = new InvalidClicks(events, WINDOW, limit).rows();
    long noon = NOON.getMillis() / 60_000;
    expected
        .keySet()
        .removeIf(
            row -> {
              long minute = Long.parseLong(row.substring(row.lastIndexOf(' ') + 1)) - noon;
              return minute < from || minute >= to;
            });
    assertThat(rowsOf(counts)).as("seed %d", seed).isEqualTo(expected);
  }

  /** Returns a click or an impression of one of two users and a placeholder within two hours. */
  private static AdEvent event(int number, Random random) {
    Instant time = noonPlus(30L * random.nextInt(240));
    AdEvent event =
        random.nextInt(5) == 0 ? impression("e-" + number, time) : click("e-" + number, time);
    String user = List.of(ALICE, BOB, "undefined").get(random.nextInt(3));
    AdEvent of = of(user, event).toBuilder().setAdId("ad-" + random.nextInt(2)).build();
    return random.nextInt(4) == 0 ? invalid(of) : of;
  }

  private static AdEvent of(String user, AdEvent event) {
    return event.toBuilder().setUserId(user).build();
  }

  private static AdEvent invalid(AdEvent event) {
    return event.toBuilder().setInvalidReason(InvalidReason.BOT).build();
  }

  private static CountByMinute limit(int limit) {
    return CountByMinute.within(HOUR).withMaxClicksPerUserHour(limit, PlaceholderIds.standard());
  }

  /** Returns the events one after the other, without a watermark until the end. */
  private static TestStream.Builder<AdEvent> stream(List<AdEvent> events) {
    TestStream.Builder<AdEvent> stream = TestStream.create(AdEventCoder.of());
    for (AdEvent event : events) {
      stream = stream.addElements(at(event));
    }
    return stream;
  }

  private static TimestampedValue<AdEvent> at(AdEvent event) {
    return TimestampedValue.of(event, event.getEventTime());
  }

  private static Map<String, MeasureSums> rowsOf(MinuteCounts counts) {
    List<AdMetric> rows = new ArrayList<>();
    counts.forEach(0, rows::add);
    return InvalidClicks.rowsOf(rows);
  }

  /** Runs a stream and asserts that the counts are those of the definitions. */
  private static PipelineResult run(
      TestPipeline pipeline,
      CountByMinute count,
      TestStream.Builder<AdEvent> stream,
      List<AdEvent> events,
      Duration window,
      int limit) {
    TreeMap<String, String> expected = new TreeMap<>();
    new InvalidClicks(events, window, limit)
        .rows()
        .forEach((row, sums) -> expected.put(row, sums.toString()));
    PAssert.that(pipeline.apply(stream.advanceWatermarkToInfinity()).apply("CountByMinute", count))
        .satisfies(
            metrics -> {
              List<AdMetric> all = new ArrayList<>();
              metrics.forEach(all::add);
              TreeMap<String, String> rows = new TreeMap<>();
              InvalidClicks.rowsOf(all).forEach((row, sums) -> rows.put(row, sums.toString()));
              assertThat(rows).isEqualTo(expected);
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }
}
