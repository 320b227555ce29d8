package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.aggregate.BundleCounts.Slot;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleCountsTest {
  private static final MetricKey KEY = new MetricKey("r", "c", "a", "s");
  private static final Slot FIRST_MINUTE = new Slot(KEY, NOON);
  private static final Slot SECOND_MINUTE = new Slot(KEY, noonPlus(60));
  private static final Counts ONE = Counts.of(click("e"));

  private final BundleCounts bundle = new BundleCounts(2);

  @Test
  void addsUpEachKeyAndMinuteApart() {
    bundle.add(FIRST_MINUTE, ONE);
    bundle.add(SECOND_MINUTE, ONE);
    bundle.add(FIRST_MINUTE, ONE);
    assertThat(drained()).isEqualTo(Map.of(FIRST_MINUTE, ONE.plus(ONE), SECOND_MINUTE, ONE));
  }

  @Test
  void takesNoNewSlotWhenFull_butStillAddsToThoseItHas() {
    assertThat(bundle.add(FIRST_MINUTE, ONE)).isTrue();
    assertThat(bundle.add(SECOND_MINUTE, ONE)).isTrue();
    assertThat(bundle.add(new Slot(KEY, noonPlus(120)), ONE)).isFalse();
    assertThat(bundle.add(FIRST_MINUTE, ONE)).isTrue();
    assertThat(drained()).isEqualTo(Map.of(FIRST_MINUTE, ONE.plus(ONE), SECOND_MINUTE, ONE));
  }

  @Test
  void isEmpty_whenItWasDrained() {
    bundle.add(FIRST_MINUTE, ONE);
    drained();
    assertThat(drained()).isEmpty();
  }

  private Map<Slot, Counts> drained() {
    Map<Slot, Counts> all = new HashMap<>();
    bundle.drainTo(all::put);
    return all;
  }
}
