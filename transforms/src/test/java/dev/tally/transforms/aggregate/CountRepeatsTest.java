package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.counter;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdEventCoder;
import dev.tally.transforms.model.AdMetric;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checks the highest revisions that {@link CountByMinute} emits with a double-click window. */
@ExtendWith(TestPipelineExtension.class)
class CountRepeatsTest {
  private static final Duration WINDOW = Duration.standardSeconds(2);
  private static final AdEvent SHOWN = impression("e-0", noonPlus(58));
  private static final AdEvent FIRST = click("e-1", noonPlus(59));
  private static final AdEvent NEXT_MINUTE = click("e-2", noonPlus(61));

  @Test
  void countsARepeatInItsOwnMinute(TestPipeline pipeline) {
    PipelineResult result =
        run(
            pipeline,
            CountByMinute.within(HOUR).withDoubleClickWindow(WINDOW),
            stream().addElements(at(SHOWN), at(NEXT_MINUTE), at(FIRST)),
            metric(0, SHOWN, FIRST),
            metric(1, NEXT_MINUTE));
    assertThat(counter(result, "events_counted")).isEqualTo(3);
    assertThat(counter(result, "droppedDueToLateness")).isZero();
  }

  @Test
  void countsARepeatForItsOwnCampaignAndStore(TestPipeline pipeline) {
    AdEvent elsewhere =
        FIRST.toBuilder().setEventId("e-3").setCampaignId("c-2").setStoreId("s-2").build();
    run(
        pipeline,
        CountByMinute.within(HOUR).withDoubleClickWindow(WINDOW),
        stream().addElements(at(elsewhere), at(FIRST)),
        metric(0, FIRST),
        metric(1, elsewhere));
  }

  @Test
  void takesTheGenerationAndTheWindowTogether(TestPipeline pipeline) {
    AdMetric repeated = metric(1, NEXT_MINUTE);
    run(
        pipeline,
        CountByMinute.within(HOUR).withDoubleClickWindow(WINDOW).withGeneration(1),
        stream().addElements(at(NEXT_MINUTE), at(FIRST)),
        raised(metric(0, FIRST)),
        raised(repeated));
  }

  @Test
  void losesNoRepeat_whenTheFirstOfTwoComesAtTheLastMoment(TestPipeline pipeline) {
    AdEvent first = click("e-1", noonPlus(57));
    PipelineResult result =
        run(
            pipeline,
            CountByMinute.within(HOUR).withDoubleClickWindow(WINDOW),
            stream()
                .addElements(at(FIRST), at(NEXT_MINUTE))
                .advanceWatermarkTo(first.getEventTime().plus(HOUR))
                .addElements(at(first)),
            metric(1, first, FIRST),
            metric(1, NEXT_MINUTE));
    assertThat(counter(result, "droppedDueToLateness")).isZero();
  }

  @Test
  void countsNoRepeats_unlessAWindowIsSet(TestPipeline pipeline) {
    run(
        pipeline,
        CountByMinute.within(HOUR),
        stream().addElements(at(FIRST), at(NEXT_MINUTE)),
        metric(0, FIRST),
        metric(0, NEXT_MINUTE));
  }

  private static AdMetric raised(AdMetric metric) {
    return metric.toBuilder().setRevision(metric.getRevision() + (1L << 57)).build();
  }

  private static TestStream.Builder<AdEvent> stream() {
    return TestStream.create(AdEventCoder.of());
  }

  private static TimestampedValue<AdEvent> at(AdEvent event) {
    return TimestampedValue.of(event, event.getEventTime());
  }

  /**
   * Returns the metric that contains exactly these events, all of one minute, some of which are
   * repeats.
   */
  private static AdMetric metric(int repeats, AdEvent... events) {
    Counts counts = Stream.of(events).map(Counts::of).reduce(Counts.NONE, Counts::plus);
    for (int i = 0; i < repeats; i++) {
      counts = counts.plus(Counts.ofRepeat(counts.brokerTime()));
    }
    long first = events[0].getEventTime().getMillis();
    Instant minute = Instant.ofEpochMilli(first - first % 60_000);
    return counts.toMetric(MetricKey.of(events[0]), minute, 0);
  }

  /**
   * Runs a stream and asserts that these metrics have the highest revisions of their record UUIDs.
   */
  private static PipelineResult run(
      TestPipeline pipeline,
      CountByMinute count,
      TestStream.Builder<AdEvent> stream,
      AdMetric... highest) {
    List<String> expected = Stream.of(highest).map(AdMetric::toString).toList();
    PAssert.that(pipeline.apply(stream.advanceWatermarkToInfinity()).apply("CountByMinute", count))
        .satisfies(
            metrics -> {
              assertThat(latest(metrics))
                  .extracting(AdMetric::toString)
                  .containsExactlyInAnyOrderElementsOf(expected);
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static Collection<AdMetric> latest(Iterable<AdMetric> metrics) {
    Map<UUID, AdMetric> latest = new HashMap<>();
    for (AdMetric metric : metrics) {
      latest.merge(
          metric.getRecordUuid(), metric, (a, b) -> a.getRevision() > b.getRevision() ? a : b);
    }
    return latest.values();
  }
}
