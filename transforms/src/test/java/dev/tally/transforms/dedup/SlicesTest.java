package dev.tally.transforms.dedup;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class SlicesTest {
  @Property(seed = "1203")
  void remembersAnIdLongerThanACopyOfItCanBeAccepted(
      @ForAll @LongRange(max = (1L << 42) - 1) long eventTime,
      @ForAll @IntRange(max = 16383) int bucket,
      @ForAll @LongRange(min = 1, max = 100_000_000) long age) {
    Duration maxEventAge = Duration.millis(age);
    Slices slices = Slices.of(maxEventAge, bucket);
    Instant event = Instant.ofEpochMilli(eventTime);
    Instant expiry = slices.expiryOf(slices.sliceOf(event));

    Duration slice = Duration.millis(Math.max(age / 8, 60_000));
    assertThat(expiry).isGreaterThan(event.plus(maxEventAge));
    assertThat(expiry).isLessThanOrEqualTo(event.plus(maxEventAge).plus(slice));
  }

  @Property(seed = "1203")
  void ordersSlicesAsTheirTimes(
      @ForAll @LongRange(max = (1L << 42) - 1) long one,
      @ForAll @LongRange(max = (1L << 42) - 1) long other,
      @ForAll @IntRange(max = 16383) int bucket) {
    Slices slices = Slices.of(HOUR, bucket);
    int first = slices.sliceOf(Instant.ofEpochMilli(Math.min(one, other)));
    int second = slices.sliceOf(Instant.ofEpochMilli(Math.max(one, other)));
    assertThat(first).isLessThanOrEqualTo(second);
    assertThat(slices.expiryOf(first)).isLessThanOrEqualTo(slices.expiryOf(second));
  }

  @Test
  void spreadsTheExpiriesOfBucketsOverASlice() {
    Set<Instant> expiries = new HashSet<>();
    for (int bucket = 0; bucket < 1000; bucket++) {
      Slices slices = Slices.of(HOUR, bucket);
      expiries.add(slices.expiryOf(slices.sliceOf(NOON)));
    }
    assertThat(expiries).hasSizeGreaterThan(990);
  }

  /** Slices are in savepoints: other borders would forget ids too early. */
  @Test
  void keepsItsBordersForEver() {
    Slices slices = Slices.of(HOUR, 7);
    assertThat(slices.sliceOf(NOON)).isEqualTo(3938592);
    assertThat(slices.expiryOf(3938592)).isEqualTo(Instant.parse("2026-03-01T13:07:27.781Z"));
  }
}
