package dev.tally.operations.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.operations.redrive.LetterFilter.Positions;
import dev.tally.operations.redrive.LetterFilter.Times;
import dev.tally.transforms.model.RawRecord;
import java.util.Set;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class LetterFilterTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final LetterFilter ALL = LetterFilter.all();

  private static StoredLetter letter(long offset) {
    return new StoredLetter(
        "CleanseEvents",
        "TOO_OLD",
        RawRecord.of("eu", "ad-events", 3, offset, NOON, new byte[0]),
        null);
  }

  private static boolean selects(Times times, Positions positions) {
    return new LetterFilter(Set.of(), Set.of(), times, positions).selects(letter(1207));
  }

  @Test
  void selectsByReasonAndTopic() {
    assertThat(ALL.selects(letter(1207))).isTrue();
    assertThat(
            new LetterFilter(Set.of("TOO_OLD"), Set.of("ad-events"), ALL.times(), ALL.positions())
                .selects(letter(1207)))
        .isTrue();
    assertThat(
            new LetterFilter(Set.of("NOT_JSON"), Set.of(), ALL.times(), ALL.positions())
                .selects(letter(1207)))
        .isFalse();
    assertThat(
            new LetterFilter(Set.of(), Set.of("orders"), ALL.times(), ALL.positions())
                .selects(letter(1207)))
        .isFalse();
  }

  @Test
  void includesTheFirstTimeAndExcludesTheLast() {
    assertThat(selects(new Times(NOON, NOON.plus(Duration.millis(1))), ALL.positions())).isTrue();
    assertThat(selects(new Times(NOON.plus(Duration.millis(1)), null), ALL.positions())).isFalse();
    assertThat(selects(new Times(null, NOON), ALL.positions())).isFalse();
  }

  @Test
  void includesBothOffsets() {
    assertThat(selects(ALL.times(), new Positions(Set.of(3), 1207, 1207))).isTrue();
    assertThat(selects(ALL.times(), new Positions(Set.of(), 1208, 1300))).isFalse();
    assertThat(selects(ALL.times(), new Positions(Set.of(), 0, 1206))).isFalse();
    assertThat(selects(ALL.times(), new Positions(Set.of(2), 0, Long.MAX_VALUE))).isFalse();
  }

  @Test
  void selectsALetterWithoutAnOffset_unlessPositionsAreGiven() {
    assertThat(ALL.selects(letter(-1))).isTrue();
    assertThat(
            new LetterFilter(Set.of(), Set.of(), ALL.times(), new Positions(Set.of(3), 0, 9))
                .selects(letter(-1)))
        .isFalse();
  }
}
