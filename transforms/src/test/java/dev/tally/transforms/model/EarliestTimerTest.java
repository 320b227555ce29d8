package dev.tally.transforms.model;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.InMemory;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class EarliestTimerTest {
  private final InMemory.Value<Instant> armed = new InMemory.Value<>();
  private final InMemory.OneTimer timer = new InMemory.OneTimer();
  private final EarliestTimer earliest = new EarliestTimer(armed, timer);

  @Property(tries = 200)
  void firesAtTheEarliestTimeThatWasRequested(@ForAll @NotEmpty List<Short> seconds) {
    InMemory.Value<Instant> anyArmed = new InMemory.Value<>();
    InMemory.OneTimer anyTimer = new InMemory.OneTimer();
    seconds.forEach(at -> new EarliestTimer(anyArmed, anyTimer).fireBy(noonPlus(at)));
    Instant first = noonPlus(seconds.stream().min(Comparator.naturalOrder()).orElseThrow());
    assertThat(anyTimer.time()).isEqualTo(first);
    assertThat(anyArmed.read()).isEqualTo(first);
  }

  @Test
  void isNotSetAgain_forTheSameTimeOrALaterOne() {
    earliest.fireBy(NOON);
    timer.take();
    earliest.fireBy(NOON);
    earliest.fireBy(noonPlus(1));
    assertThat(timer.take()).isFalse();
  }

  @Test
  void isSetForALaterTime_onceItHasFired() {
    earliest.fireBy(NOON);
    earliest.next(noonPlus(60));
    assertThat(timer.time()).isEqualTo(noonPlus(60));
    assertThat(armed.read()).isEqualTo(noonPlus(60));
  }

  @Test
  void isUnset_onceItHasFiredForTheLastTime() {
    earliest.fireBy(NOON);
    timer.take();
    earliest.next(null);
    assertThat(armed.read()).isNull();
    assertThat(timer.take()).isFalse();
  }

  @Test
  void keepsItsTime_whenNoTimeIsRequested() {
    earliest.fireBy(NOON);
    earliest.fireBy(null);
    assertThat(armed.read()).isEqualTo(NOON);
  }
}
