package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.joda.time.Duration;
import org.joda.time.Instant;

class KeptTouchesTest {
  private static final int SPAN_SECONDS = 8 * 3600;

  @Property(tries = 300, seed = "431")
  void dropsNoTouchThatCouldStillWin(@ForAll Strategy strategy, @ForAll long seed) {
    Random random = new Random(seed);
    AttributionRules rules = rules(strategy);
    List<Touch> all = touches(random);
    Instant watermark = time(random);
    List<Touch> kept = new KeptTouches(rules, all).at(watermark);
    for (int i = 0; i < 20; i++) {
      Campaigns campaigns = Campaigns.of(versions(random), watermark);
      Instant placed = watermark.minus(HOUR).plus(Duration.standardMinutes(5L * i));
      assertThat(attributed(rules, kept, placed, campaigns))
          .isEqualTo(attributed(rules, all, placed, campaigns));
    }
  }

  @Property(tries = 300, seed = "432")
  void givesOnlyTouchesThatMayEarn_andAllThatCount(@ForAll Strategy strategy, @ForAll long seed) {
    Random random = new Random(seed);
    AttributionRules rules = rules(strategy);
    List<Touch> all = touches(random);
    Campaigns campaigns = Campaigns.of(versions(random), noonPlus(0));
    Instant placed = time(random);
    List<Touch> given = new KeptTouches(rules, all).thatMayEarn(placed);
    assertThat(given).allMatch(touch -> rules.mayEarn(touch, placed));
    assertThat(rules.attribute(new OrderTouches(order("o", placed), given), campaigns))
        .isEqualTo(rules.attribute(new OrderTouches(order("o", placed), all), campaigns));
  }

  @Property(tries = 200, seed = "433")
  void forgetsEverythingInTheEnd_sweepBySweep(@ForAll Strategy strategy, @ForAll long seed) {
    Random random = new Random(seed);
    AttributionRules rules = rules(strategy);
    List<Touch> left = touches(random);
    Instant watermark = noonPlus(0);
    int sweeps = 0;
    while (!left.isEmpty()) {
      Instant next = new KeptTouches(rules, left).nextSweep();
      assertThat(next).isNotNull().isGreaterThan(watermark);
      watermark = next;
      List<Touch> after = new KeptTouches(rules, left).at(watermark);
      assertThat(after).as("a sweep that frees nothing").hasSizeLessThan(left.size());
      left = after;
      sweeps++;
    }
    assertThat(sweeps).isLessThan(100);
    assertThat(new KeptTouches(rules, left).nextSweep()).isNull();
  }

  private static Object attributed(
      AttributionRules rules, List<Touch> touches, Instant placed, Campaigns campaigns) {
    return rules.attribute(
        new OrderTouches(order("o", placed), new KeptTouches(rules, touches).thatMayEarn(placed)),
        campaigns);
  }

  private static AttributionRules rules(Strategy strategy) {
    return new AttributionRules(strategy, HOUR.multipliedBy(3), HOUR.multipliedBy(2), HOUR, 0);
  }

  private static List<Touch> touches(Random random) {
    List<Touch> touches = new ArrayList<>();
    for (int i = 0; i < random.nextInt(25); i++) {
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
