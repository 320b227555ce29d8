package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.Touch;
import org.junit.jupiter.api.Test;

/** Checks what a call of the {@code DoFn} writes to the head of a key. */
class BeamAttributionStateTest {
  private static final Touch TOUCH = Touch.of(click("c"));
  private static final UserStore KEY = new UserStore("user", "store");
  private static final AttributionRules RULES = AttributionRules.defaults();
  private final BucketCells cells = new BucketCells();

  @Test
  void savesTouchesAndTimes_inOneValue() {
    BeamAttributionState first = state();
    add(first, TOUCH);
    first.dueBy(NOON);
    first.sweepBy(noonPlus(1));
    first.save();
    assertThat(head().touches().only()).containsExactly(TOUCH);
    assertThat(head().dueAt()).isEqualTo(NOON);
    assertThat(head().sweepAt()).isEqualTo(noonPlus(1));
    assertThat(state().by(RULES, () -> {}).touches().before(NOON).touches()).containsExactly(TOUCH);
    assertThat(cells.heads.size()).isEqualTo(1);
  }

  @Test
  void keepsTheEarlierOfTwoTimes() {
    BeamAttributionState state = state();
    state.dueBy(NOON);
    state.dueBy(noonPlus(1));
    state.dueBy(null);
    state.sweepBy(noonPlus(2));
    state.sweepBy(NOON);
    state.save();
    assertThat(head().dueAt()).isEqualTo(NOON);
    assertThat(head().sweepAt()).isEqualTo(NOON);
  }

  @Test
  void savesNothing_ifNothingChanged() {
    AttributionHead before =
        new AttributionHead(Directory.empty(), Directory.empty(), null, NOON, null);
    cells.heads.put(KEY, before);
    BeamAttributionState state = state();
    state.by(RULES, () -> {}).takeDue(NOON);
    state.save();
    assertThat(head()).isSameAs(before);
  }

  @Test
  void clearsTheHead_whenNothingIsHeldAndTheKeyIsNotListed() {
    BeamAttributionState first = state();
    add(first, TOUCH);
    first.sweepBy(NOON);
    first.save();

    BeamAttributionState swept = state();
    assertThat(swept.needsSweep(NOON)).isTrue();
    swept
        .by(RULES, () -> {})
        .touches()
        .forgetBefore(NOON.plus(RULES.longestWindow().multipliedBy(2)));
    swept.save();
    assertThat(head()).as("the key is listed").isNotNull();

    BeamAttributionState last = state();
    last.nextSweep(null);
    last.save();
    assertThat(head()).isNull();
  }

  private static void add(BeamAttributionState state, Touch touch) {
    state.by(RULES, () -> {}).add(touch);
  }

  private AttributionHead head() {
    return cells.heads.get(KEY).read();
  }

  private BeamAttributionState state() {
    BeamHoldCells all = cells.all();
    return new BeamAttributionState(KEY, all, all.openAgenda());
  }
}
