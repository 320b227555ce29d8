package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.Credit;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class StrategyTest {
  @Property(tries = 300)
  void givesAllOfTheCreditOrNone_whateverTheOrderOfTouches(
      @ForAll Strategy strategy, @ForAll @IntRange(max = 40) int touches, @ForAll long seed) {
    Random random = new Random(seed);
    List<Touch> eligible =
        IntStream.range(0, touches)
            .mapToObj(i -> click("e" + i, noonPlus(-3600L * random.nextInt(20))))
            .map(Touch::of)
            .collect(Collectors.toCollection(ArrayList::new));
    List<Credit> credits = strategy.credits(eligible, NOON);
    assertThat(credits.stream().mapToLong(Credit::micros).sum())
        .isEqualTo(touches == 0 ? 0 : Credit.WHOLE);
    assertThat(credits).allMatch(credit -> credit.micros() > 0);
    Collections.shuffle(eligible, random);
    assertThat(strategy.credits(eligible, NOON)).isEqualTo(credits);
  }

  @Test
  void prefersAClickToALaterImpression_andTheEarliestOfAllIsFirst() {
    List<Touch> touches =
        List.of(
            Touch.of(impression("i1", noonPlus(-9))),
            Touch.of(click("c", noonPlus(-5))),
            Touch.of(impression("i2", noonPlus(-1))));
    assertThat(shares(Strategy.LAST_TOUCH, touches)).containsExactly("c 1000000");
    assertThat(shares(Strategy.FIRST_TOUCH, touches)).containsExactly("i1 1000000");
    assertThat(shares(Strategy.LINEAR, touches))
        .containsExactly("i1 333334", "c 333333", "i2 333333");
    assertThat(shares(Strategy.POSITION_BASED, touches))
        .containsExactly("i1 400000", "c 200000", "i2 400000");
    assertThat(shares(Strategy.POSITION_BASED, touches.subList(0, 2)))
        .containsExactly("i1 500000", "c 500000");
  }

  @Test
  void halvesTheWeightEverySevenDays() {
    List<Touch> touches =
        List.of(
            Touch.of(click("old", NOON.minus(Duration.standardDays(7)))),
            Touch.of(click("new", NOON)));
    assertThat(shares(Strategy.TIME_DECAY, touches)).containsExactly("old 333333", "new 666667");
  }

  private static List<String> shares(Strategy strategy, List<Touch> touches) {
    return strategy.credits(touches, NOON).stream()
        .map(credit -> credit.touch().eventId() + " " + credit.micros())
        .toList();
  }
}
