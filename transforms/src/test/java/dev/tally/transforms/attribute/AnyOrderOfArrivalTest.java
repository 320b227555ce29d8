package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.cancelled;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.Cast.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.Credit;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.Touch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Touches, orders, copies, cancellations and campaigns that arrive in any order, up to an hour
 * late: the highest revisions are those of an oracle that looks at all of them at once.
 */
class AnyOrderOfArrivalTest {
  private static final int SPAN_SECONDS = 6 * 3600;
  private static final Duration CLICK_WINDOW = HOUR.multipliedBy(2);
  private static final Duration VIEW_WINDOW = HOUR;
  private static final Duration STANDS = HOUR.multipliedBy(3);
  private static final Instant END = noonPlus(3 * SPAN_SECONDS);

  @Property(tries = 6, seed = "411")
  void creditsTheLastTouch(@ForAll long seed) {
    check(Strategy.LAST_TOUCH, seed);
  }

  @Property(tries = 4, seed = "412")
  void sharesAmongAllTouches(@ForAll long seed) {
    check(Strategy.LINEAR, seed);
  }

  private static void check(Strategy strategy, long seed) {
    Story story = Story.of(new Random(seed));
    AttributionRules rules = new AttributionRules(strategy, CLICK_WINDOW, VIEW_WINDOW, HOUR, 0);
    TestPipeline pipeline =
        TestPipeline.fromOptions(PipelineOptionsFactory.create())
            .enableAbandonedNodeEnforcement(false);
    PAssert.that(story.told().attributedBy(rules, pipeline))
        .satisfies(new Expect(story.truth(strategy)));
    pipeline.run().waitUntilFinish();
  }

  /**
   * What happened, and in which order it was heard of.
   *
   * @param still when the watermark stands still, for longer than an event may be late
   */
  private record Story(
      List<AdEvent> touches, List<Order> orders, List<CampaignVersion> campaigns, Instant still) {
    static Story of(Random random) {
      List<AdEvent> touches = new ArrayList<>();
      List<Order> orders = new ArrayList<>();
      List<CampaignVersion> campaigns = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        AdEvent touch =
            random.nextBoolean() ? click("t" + i, time(random)) : impression("t" + i, time(random));
        touches.add(
            touch.toBuilder()
                .setUserId("u" + random.nextInt(2))
                .setCampaignId("c" + random.nextInt(3))
                .setBrokerTime(late(touch.getEventTime(), random))
                .build());
      }
      for (int i = 0; i < 12; i++) {
        Order placed =
            order("o" + i, time(random)).toBuilder().setUserId("u" + random.nextInt(2)).build();
        orders.add(placed.toBuilder().setBrokerTime(late(placed.getOrderTime(), random)).build());
        if (random.nextInt(4) == 0) {
          orders.add(placed.toBuilder().setBrokerTime(late(placed.getOrderTime(), random)).build());
        }
        if (random.nextInt(4) == 0) {
          orders.add(
              cancelled(placed).toBuilder()
                  .setBrokerTime(placed.getOrderTime().plus(HOUR.multipliedBy(random.nextInt(3))))
                  .build());
        }
      }
      for (int i = 0; i < 8; i++) {
        Instant sent = time(random);
        campaigns.add(
            new CampaignVersion(
                "c" + random.nextInt(2),
                sent.plus(Duration.standardMinutes(random.nextInt(60) - 30)),
                Duration.standardMinutes(random.nextInt(120)),
                Duration.standardMinutes(random.nextInt(60)),
                0,
                random.nextInt(3) > 0,
                sent));
      }
      return new Story(touches, orders, campaigns, time(random));
    }

    /** Few different times, so that many are equal. */
    private static Instant time(Random random) {
      return noonPlus(random.nextInt(SPAN_SECONDS / 300) * 300L);
    }

    private static Instant late(Instant time, Random random) {
      return random.nextInt(3) == 0
          ? time.plus(Duration.standardMinutes(random.nextInt(61)))
          : time;
    }

    /** Each at its broker time; the watermark follows. */
    World told() {
      record Heard(Instant at, SerializableFunction<World, World> then) {}
      List<Heard> all = new ArrayList<>();
      touches.forEach(t -> all.add(new Heard(t.getBrokerTime(), world -> world.then(t))));
      orders.forEach(o -> all.add(new Heard(o.getBrokerTime(), world -> world.then(o))));
      campaigns.forEach(c -> all.add(new Heard(c.brokerTime(), world -> world.then(c))));
      all.sort(Comparator.comparing(Heard::at));
      World world = new World();
      Instant watermark = noonPlus(0);
      for (Heard heard : all) {
        boolean stands = heard.at().isAfter(still) && heard.at().isBefore(still.plus(STANDS));
        if (heard.at().isAfter(watermark) && !stands) {
          watermark = heard.at();
          world = world.watermark(watermark);
        }
        world = heard.then().apply(world);
      }
      return world.watermark(END);
    }

    /** By order id, what is credited with how much; by looking at everything. */
    Map<String, String> truth(Strategy strategy) {
      Map<String, String> truth = new TreeMap<>();
      for (Order order : orders) {
        boolean gone =
            orders.stream()
                .anyMatch(o -> o.getOrderId().equals(order.getOrderId()) && o.isCancelled());
        List<AdEvent> eligible =
            touches.stream()
                .filter(t -> t.getUserId().equals(order.getUserId()))
                .filter(t -> isEligible(t, order.getOrderTime()))
                .toList();
        truth.put(order.getOrderId(), gone ? "cancelled" : credited(strategy, eligible));
      }
      return truth;
    }

    private static String credited(Strategy strategy, List<AdEvent> eligible) {
      if (eligible.isEmpty()) {
        return "nobody";
      }
      if (strategy == Strategy.LINEAR) {
        return eligible.size() + " touches";
      }
      return eligible.stream()
          .max(
              Comparator.comparing((AdEvent t) -> t.getEventType() == EventType.CLICK)
                  .thenComparing(AdEvent::getEventTime)
                  .thenComparing(t -> Touch.of(t).fingerprint())
                  .thenComparing(AdEvent::getEventId))
          .orElseThrow()
          .getEventId();
    }

    private boolean isEligible(AdEvent touch, Instant orderTime) {
      CampaignVersion held = null;
      for (CampaignVersion version : campaigns) {
        if (version.campaignId().equals(touch.getCampaignId())
            && !from(version).isAfter(orderTime)
            && (held == null || isLater(version, held))) {
          held = version;
        }
      }
      boolean isClick = touch.getEventType() == EventType.CLICK;
      Duration window = isClick ? CLICK_WINDOW : VIEW_WINDOW;
      if (held != null) {
        window = isClick ? held.clickWindow() : held.viewWindow();
      }
      Duration before = new Duration(touch.getEventTime(), orderTime);
      return (held == null || held.active())
          && before.getMillis() >= 0
          && before.getMillis() <= window.getMillis();
    }

    private static Instant from(CampaignVersion version) {
      Instant known = version.brokerTime().plus(Duration.standardMinutes(1));
      return version.validFrom().isAfter(known) ? version.validFrom() : known;
    }

    private static boolean isLater(CampaignVersion one, CampaignVersion other) {
      return Comparator.comparing(Story::from)
              .thenComparing(CampaignVersion::brokerTime)
              .thenComparing(CampaignVersion::validFrom)
              .thenComparing(CampaignVersion::clickWindow)
              .thenComparing(CampaignVersion::viewWindow)
              .thenComparing(CampaignVersion::active)
              .compare(one, other)
          > 0;
    }
  }

  /** The highest revisions say the truth, and no revision stands for two things. */
  private static final class Expect
      implements SerializableFunction<Iterable<AttributedOrder>, Void> {
    private final TreeMap<String, String> truth;

    Expect(Map<String, String> truth) {
      this.truth = new TreeMap<>(truth);
    }

    @Override
    public Void apply(Iterable<AttributedOrder> records) {
      Map<String, AttributedOrder> latest = new HashMap<>();
      Map<String, List<Credit>> byRevision = new HashMap<>();
      for (AttributedOrder record : records) {
        String id = record.order().getOrderId();
        latest.merge(id, record, (a, b) -> a.revision() >= b.revision() ? a : b);
        List<Credit> before =
            byRevision.putIfAbsent(id + " " + record.revision(), record.credits());
        assertThat(before == null || before.equals(record.credits())).isTrue();
      }
      Map<String, String> found = new TreeMap<>();
      latest.forEach((id, record) -> found.put(id, tell(record)));
      assertThat(found).isEqualTo(truth);
      return null;
    }

    private static String tell(AttributedOrder record) {
      if (record.order().isCancelled()) {
        return record.credits().isEmpty() ? "cancelled" : "cancelled and credited";
      }
      if (record.credits().isEmpty()) {
        return "nobody";
      }
      return record.shared()
          ? record.credits().size() + " touches"
          : record.credits().get(0).touch().eventId();
    }
  }
}
