package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.EventTime;
import dev.tally.transforms.model.Minutes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Runs a bucket of counts whose state is kept over restarts with other values of {@code
 * maxEventAge}, and compares each metric with a plain sum of the accepted counts.
 */
class CountBucketTest {
  private static final Duration MILLISECOND = Duration.millis(1);
  private static final Counts ONE = Counts.of(click("e-1"));

  /** Shorter and longer than the shortest time between sweeps, at very different ratios. */
  private static final List<Duration> AGES =
      List.of(
          MILLISECOND,
          Duration.standardSeconds(20),
          Duration.standardMinutes(15),
          Duration.standardHours(2),
          Duration.standardDays(40));

  private static final List<Integer> FIRST_MINUTES =
      List.of(Minutes.of(NOON), -60, 0, 1 << 30, -(1 << 30));

  /** A job whose state is kept over restarts, and the sums that its metrics must have. */
  private static final class Job {
    final StoredCounts state = new StoredCounts(this::forget);
    final List<Counts> metrics = new ArrayList<>();

    /** The accepted counts of each row since the row was last forgotten. */
    private final Map<MinuteKey, Counts> accepted = new HashMap<>();

    /** Whether a row was on time when the first of its counts arrived that is in no metric yet. */
    private final Map<MinuteKey, Boolean> onTime = new HashMap<>();

    private Duration age;
    private Duration smallestAge;
    Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

    Job(Duration age) {
      this.age = age;
      this.smallestAge = age;
    }

    void restart(Duration newAge, Instant newWatermark) {
      age = newAge;
      smallestAge = newAge.isShorterThan(smallestAge) ? newAge : smallestAge;
      watermark = newWatermark;
    }

    boolean add(MinuteKey row, Counts counts) {
      CountBucket bucket = bucket();
      boolean added = bucket.add(row, counts);
      bucket.save();
      assertThat(added).as("accepted").isEqualTo(!isClosed(row, age));
      if (added) {
        accepted.merge(row, counts, Counts::plus);
        onTime.putIfAbsent(row, row.last().isAfter(watermark));
      }
      checkTimers();
      return added;
    }

    void advance(Instant time) {
      watermark = time;
    }

    /** Fires the timers that the watermark has reached, in either order. */
    void fireTimers(boolean sweepFirst) {
      if (sweepFirst) {
        sweepIfDue();
      }
      emitDueIfDue();
      sweepIfDue();
      checkTimers();
      assertThat(state.pending.values())
          .allSatisfy(pending -> assertThat(pending.due()).isGreaterThan(watermark));
      assertThat(onTime)
          .allSatisfy(
              (row, wasOnTime) ->
                  assertThat(wasOnTime && !row.last().isAfter(watermark))
                      .as("pending after the end of %s, which was on time", row)
                      .isFalse());
    }

    private void emitDueIfDue() {
      if (isReached(state.dueTimer)) {
        state.dueTimer = null;
        bucket().emitDue(this::emittedWhenDue);
        assertThat(isReached(state.dueTimer)).isFalse();
      }
    }

    private void sweepIfDue() {
      if (isReached(state.sweepTimer)) {
        state.sweepTimer = null;
        bucket().sweep(this::emittedWhenDue);
        assertThat(isReached(state.sweepTimer)).isFalse();
        assertThat(state.emitted.keySet()).noneMatch(row -> isClosed(row, age));
      }
    }

    void firePane() {
      if (state.paneTimer) {
        state.paneTimer = false;
        bucket().emitPane(this::emitted);
        assertThat(state.pending).isEmpty();
        checkTimers();
      }
    }

    private boolean isReached(Instant timer) {
      return timer != null && !timer.isAfter(watermark);
    }

    private void emittedWhenDue(MinuteKey row, Counts sum) {
      assertThat(row.last()).as("the minute has ended").isLessThanOrEqualTo(watermark);
      assertThat(onTime.get(row) || isClosed(row, smallestAge))
          .as("a late row waits for its pane or for the close of its minute")
          .isTrue();
      emitted(row, sum);
    }

    private void emitted(MinuteKey row, Counts sum) {
      assertThat(onTime.remove(row)).as("the row has new counts").isNotNull();
      assertThat(sum).as("metric of %s", row).isEqualTo(accepted.get(row));
      metrics.add(sum);
    }

    private void forget(MinuteKey row) {
      assertThat(isClosed(row, age)).as("only closed minutes are forgotten").isTrue();
      assertThat(onTime.containsKey(row)).as("forgotten before its last metric").isFalse();
      accepted.remove(row);
    }

    private boolean isClosed(MinuteKey row, Duration maxAge) {
      return watermark.getMillis() > row.last().getMillis() + maxAge.getMillis();
    }

    private void checkTimers() {
      assertThat(state.pending.keySet()).isEqualTo(onTime.keySet());
      CountTimers recorded = state.timers == null ? CountTimers.NONE : state.timers;
      assertThat(recorded.pane()).isEqualTo(state.paneTimer);
      if (recorded.due() != null) {
        assertThat(state.dueTimer).isEqualTo(recorded.due());
      }
      if (recorded.sweep() != null) {
        assertThat(state.sweepTimer).isEqualTo(recorded.sweep());
      }
      if (!state.pending.isEmpty()) {
        assertThat(state.paneTimer).isTrue();
        assertThat(recorded.due()).isNotNull();
        assertThat(state.pending.values())
            .allSatisfy(pending -> assertThat(recorded.due()).isLessThanOrEqualTo(pending.due()));
      }
      if (watermark.isBefore(EventTime.END)
          && !(state.emitted.isEmpty() && state.pending.isEmpty())) {
        assertThat(recorded.sweep()).as("what removes the rows").isNotNull();
      }
    }

    /** Advances the watermark to the end of time, and checks that no state is left. */
    void end() {
      advance(EventTime.END);
      fireTimers(false);
      assertThat(state.pending).isEmpty();
      assertThat(state.emitted).isEmpty();
      assertThat(onTime).as("rows with accepted counts that are in no metric").isEmpty();
      firePane();
      assertThat(state.timers == null ? CountTimers.NONE : state.timers)
          .isEqualTo(CountTimers.NONE);
    }

    private CountBucket bucket() {
      return new CountBucket(age, state, watermark);
    }
  }

  @Property(tries = 500)
  void emitsEveryAcceptedCount_whateverAgesTheJobIsRestartedWith(@ForAll long seed) {
    Random random = new Random(seed);
    Job job = new Job(any(AGES, random));
    long now = Minutes.start(any(FIRST_MINUTES, random)).getMillis();
    List<MinuteKey> rows = new ArrayList<>();
    for (int step = 0; step < 120; step++) {
      if (rows.isEmpty() || random.nextInt(3) == 0) {
        rows.add(row(random.nextInt(3), minute(now, any(AGES, random), random)));
      }
      MinuteKey row = rows.get(rows.size() - 1 - random.nextInt(Math.min(rows.size(), 5)));
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> now = Math.max(now, time(row, job.age, random).getMillis());
        case 3 -> now += random.nextInt(1_000_000);
        case 4 -> job.firePane();
        case 5 -> job.restart(any(AGES, random), restartedAt(now, random));
        default -> job.add(row, Counts.of(click("e-" + step, row.last())));
      }
      if (random.nextInt(3) > 0) {
        job.advance(Instant.ofEpochMilli(now));
        job.fireTimers(random.nextBoolean());
      }
    }
    job.end();
  }

  /** Returns a minute that is about to end, late, or about to close. */
  private static int minute(long now, Duration age, Random random) {
    long back = random.nextBoolean() ? 0 : (long) (random.nextFloat() * age.getMillis());
    return Minutes.of(Instant.ofEpochMilli(now - back)) - 1 + random.nextInt(3);
  }

  /** Returns a time at which something happens to a row, or a millisecond before or after it. */
  private static Instant time(MinuteKey row, Duration age, Random random) {
    boolean ends = age.isLongerThan(HOUR) || random.nextBoolean();
    Instant time = ends ? row.last() : row.last().plus(age);
    return time.plus(Duration.millis(random.nextInt(3) - 1));
  }

  /** After a restart, a step has no watermark until the first one arrives. */
  private static Instant restartedAt(long now, Random random) {
    return random.nextBoolean() ? BoundedWindow.TIMESTAMP_MIN_VALUE : Instant.ofEpochMilli(now);
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  @Test
  void keepsTheEmittedCounts_whenASmallerAgeClosesAMinuteWithALateRow() {
    Job job = new Job(HOUR.multipliedBy(2));
    MinuteKey row = row(0, Minutes.of(NOON));
    job.add(row, ONE);
    job.advance(row.last().plus(HOUR));
    job.fireTimers(false);
    job.add(row, ONE);
    job.restart(HOUR, job.watermark);
    job.advance(row.last().plus(Duration.standardMinutes(80)));
    job.fireTimers(false);
    assertThat(job.metrics).containsExactly(ONE, ONE.plus(ONE));
    job.firePane();
    job.end();
    assertThat(job.metrics).hasSize(2);
  }

  @Test
  void acceptsCountsAtTheLastMillisecond_andEmitsThemWhenTheMinuteCloses() {
    Job job = new Job(HOUR);
    MinuteKey row = row(0, Minutes.of(NOON));
    job.advance(row.last().plus(HOUR));
    assertThat(job.add(row, ONE)).isTrue();
    job.fireTimers(false);
    assertThat(job.metrics).isEmpty();
    job.advance(job.watermark.plus(MILLISECOND));
    assertThat(job.add(row, ONE)).isFalse();
    job.fireTimers(false);
    assertThat(job.metrics).containsExactly(ONE);
  }

  @Test
  void emitsTheCountsOfAnEarlierMinuteFirst_whenTheyArriveLast() {
    Job job = new Job(HOUR);
    MinuteKey second = row(0, Minutes.of(NOON) + 1);
    MinuteKey first = row(1, Minutes.of(NOON));
    job.add(second, ONE.plus(ONE));
    job.add(first, ONE);
    job.advance(first.last());
    job.fireTimers(false);
    assertThat(job.metrics).containsExactly(ONE);
    job.advance(second.last());
    job.fireTimers(false);
    assertThat(job.metrics).containsExactly(ONE, ONE.plus(ONE));
  }

  @Test
  void acceptsNothing_atTheEndOfTime() {
    Job job = new Job(HOUR);
    job.advance(BoundedWindow.TIMESTAMP_MAX_VALUE);
    assertThat(job.add(row(0, Integer.MAX_VALUE), ONE)).isFalse();
    assertThat(job.state.pending).isEmpty();
  }

  private static MinuteKey row(int ad, int minute) {
    return new MinuteKey(new MetricKey("us-east", "campaign-1", "ad-" + ad, "store-1"), minute);
  }
}
