package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AttributedOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Lets touches, orders, copies, cancellations and campaigns arrive in any order, up to an hour
 * late. The highest revisions must be those of an oracle that computes from all of them at once.
 */
class AnyOrderOfArrivalTest {
  private static final Duration STANDS = HOUR.multipliedBy(3);

  @Property(tries = 10)
  void creditsTheLastTouch(@ForAll long seed) {
    check(Strategy.LAST_TOUCH, seed);
  }

  @Property(tries = 10)
  void sharesAmongAllTouches(@ForAll long seed) {
    check(Strategy.LINEAR, seed);
  }

  @Property(tries = 150)
  @Tag("long")
  void creditsByEveryModel_manyTimes(@ForAll Strategy strategy, @ForAll long seed) {
    check(strategy, seed);
  }

  private static void check(Strategy strategy, long seed) {
    Story story = Story.of(new Random(seed));
    TestPipeline pipeline =
        TestPipeline.fromOptions(PipelineOptionsFactory.create())
            .enableAbandonedNodeEnforcement(false);
    PAssert.that(stream(story).attributedBy(Story.rules(strategy), pipeline))
        .satisfies(new Expect(story.truth(strategy)));
    pipeline.run().waitUntilFinish();
  }

  /** Returns a world in which everything arrives at its broker time and the watermark follows. */
  private static World stream(Story story) {
    record Heard(Instant at, SerializableFunction<World, World> then) {}
    List<Heard> all = new ArrayList<>();
    story.touches().forEach(t -> all.add(new Heard(t.getBrokerTime(), world -> world.then(t))));
    story.orders().forEach(o -> all.add(new Heard(o.getBrokerTime(), world -> world.then(o))));
    story.campaigns().forEach(c -> all.add(new Heard(c.brokerTime(), world -> world.then(c))));
    all.sort(Comparator.comparing(Heard::at));
    World world = new World();
    Instant watermark = noonPlus(0);
    for (Heard heard : all) {
      boolean stands =
          heard.at().isAfter(story.still()) && heard.at().isBefore(story.still().plus(STANDS));
      if (heard.at().isAfter(watermark) && !stands) {
        watermark = heard.at();
        world = world.watermark(watermark);
      }
      world = heard.then().apply(world);
    }
    return world.watermark(Story.END);
  }

  /**
   * Asserts that the highest revisions are correct, and that no revision has two different
   * contents.
   */
  private static final class Expect
      implements SerializableFunction<Iterable<AttributedOrder>, Void> {
    private final TreeMap<String, String> truth;

    Expect(Map<String, String> truth) {
      this.truth = new TreeMap<>(truth);
    }

    @Override
    public Void apply(Iterable<AttributedOrder> records) {
      Story.assertOneCreditPerRevision(records);
      assertThat(Story.latest(records)).isEqualTo(truth);
      return null;
    }
  }
}
