package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.aggregate.UserClick.Kind;
import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.PlaceholderIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RateRuleTest {
  private static final String USER = "u-1";
  private static final MinuteKey ROW = row(0);
  private static final MinuteKey OTHER = row(1);

  /**
   * A click, as far as the rule is concerned.
   *
   * @param row the number of its row
   */
  record Clicked(int row, boolean invalid, boolean repeat) {}

  /** What is remembered of one user and hour, and what was emitted. */
  private static final class Remembered implements RateRule.Hour {
    private final Map<MinuteKey, Long> pending = new HashMap<>();
    private final Map<MinuteKey, Long> invalid = new HashMap<>();
    private final RateRule rule;
    private long clicks;

    Remembered(int limit) {
      this.rule = new RateRule(limit, PlaceholderIds.standard());
    }

    Remembered after(Kind kind, MinuteKey row) {
      UserClick click = new UserClick(kind, row, NOON);
      if (kind == Kind.REPEAT || kind == Kind.INVALID_REPEAT) {
        long now = rule.countsOf(USER, click).sums().get(MetricMeasure.INVALID_CLICKS);
        assertThat(now).isZero();
      }
      rule.add(
          click,
          this,
          (of, number) -> {
            assertThat(number).isPositive();
            invalid.merge(of, number, Long::sum);
          });
      assertThat(pending).hasSizeLessThanOrEqualTo(rule.maxClicks() + 20);
      return this;
    }

    @Override
    public long clicks() {
      return clicks;
    }

    @Override
    public void setClicks(long clicks) {
      this.clicks = clicks;
    }

    @Override
    public long pending(MinuteKey row) {
      return pending.getOrDefault(row, 0L);
    }

    @Override
    public void setPending(MinuteKey row, long clicks) {
      if (clicks == 0) {
        pending.remove(row);
      } else {
        pending.put(row, clicks);
      }
    }

    @Override
    public Map<MinuteKey, Long> allPending() {
      return Map.copyOf(pending);
    }
  }

  @Test
  void allowsAsManyClicksAsTheLimit_andThenNone() {
    Remembered hour = new Remembered(2).after(Kind.CLICK, ROW).after(Kind.CLICK, OTHER);
    assertThat(hour.invalid).isEmpty();
    assertThat(hour.after(Kind.CLICK, ROW).invalid).isEqualTo(Map.of(ROW, 2L, OTHER, 1L));
    assertThat(hour.after(Kind.CLICK, OTHER).invalid).isEqualTo(Map.of(ROW, 2L, OTHER, 2L));
    assertThat(hour.pending).isEmpty();
  }

  @Test
  void countsAClickThatIsInvalidByItselfTowardsTheLimitOnly() {
    Remembered hour = new Remembered(1).after(Kind.INVALID_CLICK, ROW).after(Kind.CLICK, OTHER);
    assertThat(hour.invalid).isEqualTo(Map.of(OTHER, 1L));
    assertThat(hour.after(Kind.INVALID_CLICK, ROW).invalid).isEqualTo(Map.of(OTHER, 1L));
  }

  @Test
  void countsARepeatAtOnce_andNotAgainWhenTheLimitIsExceeded() {
    Remembered hour = new Remembered(1).after(Kind.CLICK, ROW).after(Kind.REPEAT, ROW);
    assertThat(hour.invalid).isEqualTo(Map.of(ROW, 1L));
    assertThat(hour.after(Kind.CLICK, OTHER).invalid).isEqualTo(Map.of(ROW, 1L, OTHER, 1L));
  }

  @Test
  void countsARepeatOnce_whenItsClickComesAfterTheLimitIsExceeded() {
    Remembered hour =
        new Remembered(1)
            .after(Kind.REPEAT, ROW)
            .after(Kind.CLICK, OTHER)
            .after(Kind.CLICK, OTHER)
            .after(Kind.CLICK, ROW);
    assertThat(hour.invalid).isEqualTo(Map.of(ROW, 1L, OTHER, 2L));
    assertThat(hour.pending).isEmpty();
  }

  @Test
  void ignoresARepeatAfterTheLimitIsExceeded() {
    Remembered hour =
        new Remembered(1)
            .after(Kind.CLICK, ROW)
            .after(Kind.CLICK, ROW)
            .after(Kind.REPEAT, ROW)
            .after(Kind.INVALID_REPEAT, ROW);
    assertThat(hour.invalid).isEqualTo(Map.of(ROW, 2L));
  }

  @Test
  void appliesToNoPlaceholder_andToNobodyWithoutALimit() {
    RateRule rule = new RateRule(1, PlaceholderIds.standard());
    assertThat(rule.appliesTo(USER)).isTrue();
    assertThat(rule.appliesTo("undefined")).isFalse();
    assertThat(RateRule.OFF.appliesTo(USER)).isFalse();
  }

  @Property(tries = 2_000)
  void countsEachInvalidClickOnce_inAnyOrderOfClicksAndRepeats(
      @ForAll("clicks") List<Clicked> clicks,
      @ForAll @IntRange(min = 1, max = 8) int limit,
      @ForAll("order") List<Integer> order) {
    List<UserClick> arrivals = new ArrayList<>();
    Map<MinuteKey, Long> expected = new HashMap<>();
    for (Clicked click : clicks) {
      MinuteKey row = row(click.row());
      arrivals.add(new UserClick(click.invalid() ? Kind.INVALID_CLICK : Kind.CLICK, row, NOON));
      if (click.repeat()) {
        arrivals.add(new UserClick(click.invalid() ? Kind.INVALID_REPEAT : Kind.REPEAT, row, NOON));
      }
      if (!click.invalid() && (click.repeat() || clicks.size() > limit)) {
        expected.merge(row, 1L, Long::sum);
      }
    }
    Remembered hour = new Remembered(limit);
    for (int i = 0; !arrivals.isEmpty(); i++) {
      UserClick next = arrivals.remove(order.get(i % order.size()) % arrivals.size());
      hour.after(next.kind(), next.row());
    }
    assertThat(hour.invalid).isEqualTo(expected);
  }

  @Provide
  Arbitrary<List<Clicked>> clicks() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(false, false, true),
            Arbitraries.of(true, false))
        .as(Clicked::new)
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Integer>> order() {
    return Arbitraries.integers().between(0, 1_000).list().ofMinSize(1).ofMaxSize(24);
  }

  private static MinuteKey row(int minute) {
    return new MinuteKey(new MetricKey("us", "c", "a", "s"), minute);
  }
}
