package dev.tally.transforms.attribute;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.InMemory;
import dev.tally.transforms.model.Touch;
import org.junit.jupiter.api.Test;

/** Checks what a call of the {@code DoFn} writes to the head of a key. */
class BeamAttributionStateTest {
  private static final Touch TOUCH = Touch.of(click("c"));
  private static final AttributionRules RULES = AttributionRules.defaults();
  private final InMemory.Value<AttributionHead> head = new InMemory.Value<>();

  @Test
  void savesTouchesAndTimesOfTimers_inOneValue() {
    BeamAttributionState first = state();
    add(first, TOUCH);
    first.dueAt().write(NOON);
    first.sweepAt().write(noonPlus(1));
    first.save();
    assertThat(head.read().touches().only()).containsExactly(TOUCH);

    BeamAttributionState next = state();
    assertThat(next.dueAt().read()).isEqualTo(NOON);
    assertThat(next.sweepAt().read()).isEqualTo(noonPlus(1));
    assertThat(next.by(RULES, () -> {}).touches().before(NOON).touches()).containsExactly(TOUCH);
  }

  @Test
  void savesNothing_ifNothingChanged() {
    AttributionHead before =
        new AttributionHead(Directory.empty(), Directory.empty(), null, NOON, null);
    head.write(before);
    BeamAttributionState state = state();
    state.by(RULES, () -> {}).takeDue(NOON);
    state.save();
    assertThat(head.read()).isSameAs(before);
  }

  @Test
  void clearsTheHead_whenNothingIsHeldAndNoTimerIsSet() {
    BeamAttributionState first = state();
    add(first, TOUCH);
    first.sweepAt().write(NOON);
    first.save();

    BeamAttributionState swept = state();
    swept
        .by(RULES, () -> {})
        .touches()
        .forgetBefore(NOON.plus(RULES.longestWindow().multipliedBy(2)));
    swept.save();
    assertThat(head.read()).as("a timer is set").isNotNull();

    BeamAttributionState last = state();
    last.sweepAt().clear();
    last.save();
    assertThat(head.read()).isNull();
  }

  private static void add(BeamAttributionState state, Touch touch) {
    state.by(RULES, () -> {}).add(touch);
  }

  /** Returns the state as in one call; a key with one touch uses no other cell. */
  private BeamAttributionState state() {
    return new BeamAttributionState(head, null, null, null, null);
  }
}
