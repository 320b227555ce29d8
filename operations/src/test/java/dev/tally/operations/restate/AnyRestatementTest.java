package dev.tally.operations.restate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Whatever events there are, and whatever rules and ranges are applied one after the other, each
 * minute has the counts of the rules that were applied to it last, by a plain count.
 */
class AnyRestatementTest {
  private static final Instant START = Instant.parse("2026-03-01T23:55:00Z");
  private static final int MINUTES = 10;
  private static final int EVENTS = 20;
  private static final Duration MINUTE = Duration.standardMinutes(1);

  /** A copy of an event, received this many seconds after the event. */
  record Copy(int event, int delay) {}

  /**
   * Rules that reject some events.
   *
   * @param rejected the numbers of events whose ids are placeholders under the rules
   * @param maxAgeMinutes the maximum age of an event
   */
  record Rule(Set<Integer> rejected, int maxAgeMinutes) {
    boolean accepts(Copy copy) {
      return !rejected.contains(copy.event()) && copy.delay() <= maxAgeMinutes * 60L;
    }

    RestateRules rules() {
      return new RestateRules(
          DecodeRecords.adEvents(),
          new RestateRules.Bounds(
              Duration.standardMinutes(maxAgeMinutes), Duration.ZERO, Duration.ZERO),
          PlaceholderIds.standard().with(rejected.stream().map(AnyRestatementTest::id).toList()),
          InvalidTrafficRules.NONE,
          WatermarkPolicy.replay(Duration.ZERO));
    }
  }

  /** A restatement of minutes of the test, from one (included) to another. */
  record Step(int from, int length, Rule rule, int passes) {
    int to() {
      return from + length;
    }

    MinuteRange range() {
      return new MinuteRange(minute(from), minute(to()));
    }
  }

  @Property(tries = 200)
  void eachMinuteHasTheCountsOfItsLastRules(
      @ForAll("copies") List<Copy> copies,
      @ForAll("rules") Rule first,
      @ForAll("steps") List<Step> steps)
      throws IOException {
    Map<UUID, AdMetric> stored = new HashMap<>();
    Step whole = new Step(0, MINUTES, first, 1);
    recount(copies, whole).rows().forEach(row -> put(row, stored));
    List<Rule> lastRules = new ArrayList<>();
    for (int i = 0; i < MINUTES; i++) {
      lastRules.add(first);
    }
    for (Step step : steps) {
      Restatement restatement = restatement(copies, step, stored);
      restatement.records(START).forEach(row -> put(row, stored));
      for (int i = step.from(); i < step.to(); i++) {
        lastRules.set(i, step.rule());
      }
      assertThat(restatement(copies, step, stored).changes()).isEmpty();
      assertThat(lines(stored)).isEqualTo(plainCount(copies, lastRules));
    }
  }

  @Property(tries = 100)
  void theReportIsTheDifferenceOfTheSums(
      @ForAll("copies") List<Copy> copies,
      @ForAll("rules") Rule before,
      @ForAll("steps") @Size(1) List<Step> steps)
      throws IOException {
    Map<UUID, AdMetric> stored = new HashMap<>();
    recount(copies, new Step(0, MINUTES, before, 1)).rows().forEach(row -> put(row, stored));
    MeasureSums sumsBefore = sums(stored);
    Step step = steps.get(0);
    Restatement restatement = restatement(copies, step, stored);
    restatement.records(START).forEach(row -> put(row, stored));
    RestateReport report =
        RestateReport.of(
            step.range(), List.of(), new RestateReport.Events(0, 0, 0, Map.of()), restatement);
    for (MetricMeasure measure : MetricMeasure.values()) {
      assertThat(RestateReport.difference(measure, report.before(), report.after()))
          .isEqualTo(RestateReport.difference(measure, sumsBefore, sums(stored)));
    }
    assertThat(report.rows().written()).isEqualTo(restatement.changes().size());
  }

  @Property(tries = 20)
  void aRowWithTheHighestGenerationIsRefused(@ForAll @IntRange(max = 63) int generation)
      throws IOException {
    List<Copy> copies = List.of(new Copy(1, 0));
    Step step = new Step(0, MINUTES, new Rule(Set.of(), 1), 1);
    Map<UUID, AdMetric> stored = new HashMap<>();
    recount(copies, step).rows().stream()
        .map(
            row ->
                row.toBuilder().setRevision(Revision.ofAdMetric(generation, row.getSums())).build())
        .forEach(row -> put(row, stored));
    if (generation == 63) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> restatement(copies, step, stored))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("generation 63");
    } else {
      assertThat(restatement(copies, step, stored).generation()).isEqualTo(generation + 1);
    }
  }

  @Provide
  Arbitrary<List<Copy>> copies() {
    return Combinators.combine(
            Arbitraries.integers().between(0, EVENTS - 1),
            Arbitraries.integers().between(0, 4 * 60))
        .as(Copy::new)
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Rule> rules() {
    return Combinators.combine(
            Arbitraries.integers().between(0, EVENTS - 1).set().ofMaxSize(EVENTS),
            Arbitraries.integers().between(1, 3))
        .as(Rule::new);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, MINUTES - 1),
            Arbitraries.integers().between(1, MINUTES),
            rules(),
            Arbitraries.integers().between(1, 3))
        .as(
            (from, length, rule, passes) ->
                new Step(from, Math.min(length, MINUTES - from), rule, passes))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static Restatement restatement(List<Copy> copies, Step step, Map<UUID, AdMetric> stored)
      throws IOException {
    List<AdMetric> before =
        stored.values().stream().filter(row -> step.range().contains(row.getMinute())).toList();
    return Restatement.of(before, recount(copies, step).rows());
  }

  private static Recount recount(List<Copy> copies, Step step) throws IOException {
    Recount recount = new Recount(step.range(), step.rule().rules());
    recount.count(
        action -> {
          for (int i = 0; i < copies.size(); i++) {
            action.accept(record(i, copies.get(i)));
          }
        },
        step.passes());
    return recount;
  }

  /** Keeps the highest revision of each row, as every reader does. */
  private static void put(AdMetric row, Map<UUID, AdMetric> stored) {
    stored.merge(
        row.getRecordUuid(),
        row,
        (one, other) -> other.getRevision() > one.getRevision() ? other : one);
  }

  private static MeasureSums sums(Map<UUID, AdMetric> stored) {
    return stored.values().stream()
        .map(AdMetric::getSums)
        .reduce(MeasureSums.NONE, MeasureSums::plus);
  }

  /** Returns ad, minute, impressions, clicks and cost of each row that has counts. */
  private static Map<String, List<Long>> lines(Map<UUID, AdMetric> stored) {
    Map<String, List<Long>> lines = new TreeMap<>();
    for (AdMetric row : stored.values()) {
      MeasureSums sums = row.getSums();
      if (!sums.equals(MeasureSums.NONE)) {
        lines.put(
            row.getAdId() + " " + row.getMinute(),
            List.of(
                sums.get(MetricMeasure.IMPRESSIONS),
                sums.get(MetricMeasure.CLICKS),
                sums.get(MetricMeasure.SPEND_MICROS)));
      }
    }
    return lines;
  }

  private static Map<String, List<Long>> plainCount(List<Copy> copies, List<Rule> lastRules) {
    Map<String, List<Long>> lines = new TreeMap<>();
    Set<Integer> counted = new HashSet<>();
    for (Copy copy : copies) {
      int event = copy.event();
      int minute = minuteOf(event);
      if (lastRules.get(minute).accepts(copy) && counted.add(event)) {
        List<Long> one = List.of(event % 2L, 1 - event % 2L, (long) event);
        lines.merge(
            ad(event) + " " + minute(minute),
            one,
            (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1), a.get(2) + b.get(2)));
      }
    }
    return lines;
  }

  private static Instant minute(int number) {
    return START.plus(MINUTE.multipliedBy(number));
  }

  private static int minuteOf(int event) {
    return event * MINUTES / EVENTS;
  }

  private static String ad(int event) {
    return "ad-" + event % 3;
  }

  private static String id(int event) {
    return "event-" + event;
  }

  private static RawRecord record(int offset, Copy copy) {
    int event = copy.event();
    Instant time = minute(minuteOf(event)).plus(Duration.standardSeconds(event));
    String json =
        "{\"event_id\":\"%s\",\"event_type\":\"%s\",\"event_time\":%d,\"ad_id\":\"%s\",\"campaign_id\":\"c\",\"store_id\":\"s\",\"user_id\":\"u\",\"region\":\"us\",\"cost_micros\":%d}"
            .formatted(
                id(event),
                event % 2 == 1 ? "impression" : "click",
                time.getMillis(),
                ad(event),
                event);
    return RawRecord.of(
        "us",
        "ad-events",
        0,
        offset,
        time.plus(Duration.standardSeconds(copy.delay())),
        json.getBytes(UTF_8));
  }
}
