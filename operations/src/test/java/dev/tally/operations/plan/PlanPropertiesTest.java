package dev.tally.operations.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** A larger input never lowers an estimate of what all servers and jobs need together. */
class PlanPropertiesTest {
  /** A click share only moves events; a larger heap needs fewer servers; regions share the load. */
  private static final Set<Knob> OTHERS =
      Set.of(Knob.CLICK_SHARE, Knob.SERVER_HEAP, Knob.REGIONS, Knob.ROWS_PER_MINUTE, Knob.KEY_TTL);

  /** A longer interval has larger checkpoints and a lower bandwidth. */
  private static final List<String> PER_INTERVAL =
      List.of("checkpoint_bandwidth", "incremental_bandwidth");

  /** With more slots, each of them builds a smaller index. */
  private static final String RESTART = "restart";

  /** Rounding: sums in another order differ in the last digits. */
  private static final double ROUNDING = 1e-9;

  @Provide
  Arbitrary<Knob> growing() {
    return Arbitraries.of(Knob.class).filter(knob -> !OTHERS.contains(knob));
  }

  @Property
  void growsWithEachInput(
      @ForAll("growing") Knob knob,
      @ForAll @DoubleRange(min = 0, max = 1) double lower,
      @ForAll @DoubleRange(min = 0, max = 1) double higher) {
    CapacityPlan small = Knob.plan(knob.at(scaled(knob, Math.min(lower, higher))));
    CapacityPlan large = Knob.plan(knob.at(scaled(knob, Math.max(lower, higher))));

    for (Section section : small.sections()) {
      for (Estimate estimate : section.estimates()) {
        if (!excluded(knob, estimate.id())) {
          assertThat(large.value(section.id(), estimate.id()))
              .as("%s of %s", estimate.id(), section.id())
              .isGreaterThanOrEqualTo(estimate.value() * (1 - ROUNDING));
        }
      }
    }
  }

  private static boolean excluded(Knob knob, String id) {
    return id.equals(RESTART) || (knob == Knob.CHECKPOINT_SECONDS && PER_INTERVAL.contains(id));
  }

  /** Distributes values over the magnitudes from 1 to the highest. */
  private static double scaled(Knob knob, double part) {
    return Math.max(1, Math.pow(knob.highest(), part));
  }

  @Property
  void aRegionNeedsNoMoreForItsOwnEvents_ifThereAreMoreRegions(
      @ForAll @DoubleRange(min = 1, max = 1_000) double some,
      @ForAll @DoubleRange(min = 1, max = 1_000) double others) {
    Map<Knob, Double> few = Knob.REGIONS.at(Math.floor(Math.min(some, others)));
    Map<Knob, Double> many = Knob.REGIONS.at(Math.floor(Math.max(some, others)));

    for (String id : List.of("remembered_ids", "checkpoint", "slots", "heap", "open_rows")) {
      assertThat(Knob.plan(many).value("aggregation", id))
          .as(id)
          .isLessThanOrEqualTo(Knob.plan(few).value("aggregation", id) * (1 + ROUNDING));
    }
    assertThat(Knob.plan(many).value("pinot", "keys"))
        .isGreaterThanOrEqualTo(Knob.plan(few).value("pinot", "keys") * (1 - ROUNDING));
  }
}
