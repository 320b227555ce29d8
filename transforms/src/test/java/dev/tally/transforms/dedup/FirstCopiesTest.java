package dev.tally.transforms.dedup;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FirstCopiesTest {
  private static final int EVENTS = 5_000;

  @Test
  void findsTheFirstCopyOfEachEvent_whileTheTableGrows() {
    FirstCopies copies = FirstCopies.ofAll();
    for (int i = 0; i < EVENTS; i++) {
      assertThat(copies.add(click("e-" + i))).contains(Occurrence.FIRST);
    }
    for (int i = 0; i < EVENTS; i++) {
      assertThat(copies.add(click("e-" + i))).contains(Occurrence.SAME);
    }
  }

  @Test
  void comparesTheContent_butNotTheBrokerTime() {
    FirstCopies copies = FirstCopies.ofAll();
    assertThat(copies.add(click("a"))).contains(Occurrence.FIRST);
    assertThat(copies.add(click("a").toBuilder().setBrokerTime(noonPlus(60)).build()))
        .contains(Occurrence.SAME);
    assertThat(copies.add(click("a").toBuilder().setCostMicros(1).build()))
        .contains(Occurrence.CONFLICTING);
    assertThat(copies.add(click("a", noonPlus(1)))).contains(Occurrence.CONFLICTING);
    assertThat(copies.add(impression("a", NOON))).contains(Occurrence.FIRST);
  }

  @Test
  void eachEventIsInOneShare() {
    FirstCopies one = FirstCopies.ofShare(0, 2);
    FirstCopies other = FirstCopies.ofShare(1, 2);
    int inOne = 0;
    for (int i = 0; i < EVENTS; i++) {
      Optional<Occurrence> found = one.add(click("e-" + i));
      assertThat(other.add(click("e-" + i)).isPresent()).isNotEqualTo(found.isPresent());
      inOne += found.isPresent() ? 1 : 0;
    }
    assertThat(inOne).isBetween(EVENTS * 4 / 10, EVENTS * 6 / 10);
    assertThatThrownBy(() -> FirstCopies.ofShare(2, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
