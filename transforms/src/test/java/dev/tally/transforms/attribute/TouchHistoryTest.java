package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.OrderAges;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class TouchHistoryTest {
  private static final int SPAN_SECONDS = 8 * 3600;

  private static StoredKey kept(AttributionRules rules, List<Touch> touches) {
    StoredKey key = new StoredKey();
    touches.forEach(touch -> key.touches(rules).add(touch));
    return key;
  }

  @Property(tries = 300)
  void forgetsNoTouchThatCouldStillWin(@ForAll Strategy strategy, @ForAll long seed) {
    Random random = new Random(seed);
    AttributionRules rules = rules(strategy, 1 + random.nextInt(6));
    List<Touch> touches = touches(random, random.nextInt(25));
    StoredKey all = kept(rules, touches);
    StoredKey swept = kept(rules, touches);
    Instant oldest = time(random);
    swept.touches(rules).forgetBefore(oldest.minus(HOUR));
    swept.touches(rules).forgetBefore(oldest);
    for (int i = 0; i < 20; i++) {
      Instant placed = oldest.plus(Duration.standardMinutes(5L * i));
      assertThat(swept.touches(rules).before(placed)).isEqualTo(all.touches(rules).before(placed));
    }
  }

  @Property(tries = 300)
  void considersTheLatestTouches_whicheverArrivedFirst(
      @ForAll Strategy strategy, @ForAll long seed) {
    Random random = new Random(seed);
    AttributionRules rules = rules(strategy, 1_000);
    List<Touch> touches = touches(random, random.nextInt(600));
    TouchHistory history = kept(rules, touches).touches(rules);
    Campaigns campaigns = Campaigns.of(versions(random), noonPlus(0));
    Instant placed = time(random);
    List<Touch> mayEarn =
        touches.stream()
            .distinct()
            .filter(touch -> rules.mayEarn(touch, placed))
            .sorted(Touch.BY_TIME)
            .toList();
    Candidates found = history.before(placed);
    assertThat(mayEarn).containsAll(found.touches());
    assertThat(attributed(rules, found, placed, campaigns).credits())
        .isEqualTo(
            attributed(rules, new Candidates(mayEarn, mayEarn.size()), placed, campaigns)
                .credits());
  }

  @Property(tries = 200)
  void forgetsEverythingInTheEnd_sweepBySweep(@ForAll Strategy strategy, @ForAll long seed) {
    Random random = new Random(seed);
    AttributionRules rules = rules(strategy, 3);
    StoredKey kept = kept(rules, touches(random, random.nextInt(25)));
    Instant oldest = noonPlus(-1);
    int sweeps = 0;
    while (!kept.isEmpty()) {
      Instant next = kept.touches(rules).nextToForget(oldest);
      assertThat(next).isNotNull().isGreaterThanOrEqualTo(oldest);
      oldest = rules.sweepAfter(next).minus(rules.maxEventAge());
      kept.touches(rules).forgetBefore(oldest);
      assertThat(++sweeps).isLessThan(200);
    }
    assertThat(kept.touches(rules).nextToForget(oldest)).isNull();
  }

  @Test
  void readsFewBlocks_whenAUserHasVeryManyTouches() {
    for (Strategy strategy : Strategy.values()) {
      AttributionRules rules = rules(strategy, 1_000);
      StoredKey kept = new StoredKey();
      for (int i = 0; i < 30_000; i++) {
        kept.touches(rules).add(Touch.of(click("t" + i, noonPlus(0).plus(Duration.millis(i)))));
      }
      kept.touchBlocks.takeReads();
      kept.touches(rules).before(noonPlus(3_000));
      assertThat(kept.touchBlocks.takeReads()).as(strategy.name()).isLessThanOrEqualTo(11);
      kept.touches(rules).add(Touch.of(click("late", noonPlus(5))));
      assertThat(kept.touchBlocks.takeReads()).as(strategy.name()).isEqualTo(1);
    }
  }

  @Test
  void keepsTheFirstTouchesOfAnHour_whicheverArrivedFirst() {
    AttributionRules rules = rules(Strategy.LINEAR, 2);
    StoredKey kept = new StoredKey();
    for (int i = TouchHistory.MAX_AN_HOUR; i > 0; i--) {
      assertThat(kept.touches(rules).add(touch(i))).isTrue();
    }
    assertThat(kept.touches(rules).add(touch(TouchHistory.MAX_AN_HOUR + 1))).isFalse();
    assertThat(kept.touches(rules).add(touch(0))).isTrue();
    assertThat(kept.leftOut).isEqualTo(2);
    assertThat(kept.touches(rules).before(noonPlus(3_599)).touches())
        .containsExactly(touch(TouchHistory.MAX_AN_HOUR - 2), touch(TouchHistory.MAX_AN_HOUR - 1));
  }

  /** A job that is restored with other windows applies them to the touches that it kept. */
  @Test
  void appliesOtherWindowsToTouchesThatWereKeptUnderTheOldOnes() {
    AttributionRules before = rules(Strategy.LAST_TOUCH, 10);
    AttributionRules after =
        new AttributionRules(
            Strategy.LAST_TOUCH,
            Duration.standardMinutes(1),
            Duration.standardMinutes(1),
            new AttributionLimits(new OrderAges(HOUR.multipliedBy(2), HOUR.multipliedBy(2)), 10),
            0);
    StoredKey kept = kept(before, List.of(touch(0), touch(1)));
    assertThat(kept.touches(before).before(noonPlus(3_600)).touches()).hasSize(1);
    assertThat(kept.touches(after).before(noonPlus(3_600)).touches()).isEmpty();
    assertThat(kept.touches(after).before(noonPlus(50)).touches()).containsExactly(touch(1));
    assertThat(kept.touches(after).forgetBefore(noonPlus(120))).isEqualTo(2);
  }

  private static Touch touch(int millis) {
    return Touch.of(click("t" + millis, noonPlus(0).plus(Duration.millis(millis))));
  }

  private static dev.tally.transforms.model.AttributedOrder attributed(
      AttributionRules rules, Candidates candidates, Instant placed, Campaigns campaigns) {
    return rules.attribute(new OrderTouches(order("o", placed), 0, candidates), campaigns);
  }

  private static AttributionRules rules(Strategy strategy, int maxTouches) {
    return new AttributionRules(
        strategy,
        HOUR.multipliedBy(3),
        HOUR.multipliedBy(2),
        new AttributionLimits(new OrderAges(HOUR, HOUR), maxTouches),
        0);
  }

  private static List<Touch> touches(Random random, int count) {
    List<Touch> touches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = "t" + i;
      touches.add(
          Touch.of(
              (random.nextBoolean() ? click(id, time(random)) : impression(id, time(random)))
                  .toBuilder().setCampaignId("c" + random.nextInt(2)).build()));
    }
    return touches;
  }

  private static List<CampaignVersion> versions(Random random) {
    List<CampaignVersion> versions = new ArrayList<>();
    for (int i = 0; i < random.nextInt(5); i++) {
      Instant sent = time(random);
      versions.add(
          new CampaignVersion(
              "c" + random.nextInt(2),
              sent,
              Duration.standardMinutes(random.nextInt(181)),
              Duration.standardMinutes(random.nextInt(121)),
              0,
              random.nextBoolean(),
              sent));
    }
    return versions;
  }

  private static Instant time(Random random) {
    return noonPlus(random.nextInt(SPAN_SECONDS / 300) * 300L);
  }
}
