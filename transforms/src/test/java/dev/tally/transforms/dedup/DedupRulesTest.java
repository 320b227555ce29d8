package dev.tally.transforms.dedup;

import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.SKEW;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.model.CoderLaws.hasLayout;
import static dev.tally.transforms.model.CoderLaws.roundTrips;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class DedupRulesTest {
  private static final Slices SLICES = Slices.of(HOUR, 7);
  private static final Fingerprint ONE = Fingerprint.of("e-1");
  private static final Fingerprint TWO = Fingerprint.of("e-2");
  private static final Fingerprint THREE = Fingerprint.of("e-3");

  @Test
  void takesACopyForTheSame_whenOnlyItsBrokerTimeDiffers() {
    AdEvent copy = click("e").toBuilder().setBrokerTime(NOON.plus(HOUR)).build();
    assertThat(compare(copy)).isEqualTo(Copy.SAME);
  }

  @Test
  void noticesOtherContent_whicheverFieldDiffers() {
    AdEvent.Builder other = click("e").toBuilder();
    assertThat(compare(other.setAdId("x").build())).isEqualTo(Copy.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setCampaignId("x").build()))
        .isEqualTo(Copy.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setStoreId("x").build())).isEqualTo(Copy.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setUserId(BOB).build())).isEqualTo(Copy.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setRegion("x").build())).isEqualTo(Copy.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setCostMicros(1).build()))
        .isEqualTo(Copy.CONFLICTING);
    assertThat(compare(click("e", NOON.plus(SKEW)))).isEqualTo(Copy.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setEventType(EventType.IMPRESSION).build()))
        .isEqualTo(Copy.CONFLICTING);
  }

  @Test
  void noticesOtherContent_whenOnlyTheBordersOfFieldsMove() {
    AdEvent one = click("e").toBuilder().setAdId("ab").setCampaignId("c").build();
    AdEvent other = click("e").toBuilder().setAdId("a").setCampaignId("bc").build();
    assertThat(Seen.of(one, SLICES).checksum()).isNotEqualTo(Seen.of(other, SLICES).checksum());
  }

  @Test
  void takesACopyForTheFirst_whenNothingIsRemembered() {
    assertThat(Seen.compare(null, Seen.of(click("e"), SLICES))).isEqualTo(Copy.FIRST);
  }

  @Test
  void forgetsExpiredIdsAndComesBackForTheNext() {
    Instant first = SLICES.expiryOf(10);
    var bucket =
        Map.of(ONE, new Seen(10, 0), TWO, new Seen(12, 0), THREE, new Seen(11, 0)).entrySet();

    assertThat(Sweep.over(bucket, SLICES, first.minus(Duration.millis(1))))
        .isEqualTo(new Sweep(List.of(), first));
    assertThat(Sweep.over(bucket, SLICES, first))
        .isEqualTo(new Sweep(List.of(ONE), SLICES.expiryOf(11)));
    Sweep all = Sweep.over(bucket, SLICES, SLICES.expiryOf(12));
    assertThat(all.forgotten()).containsExactlyInAnyOrder(ONE, TWO, THREE);
    assertThat(all.next()).isNull();
  }

  @Test
  void spreadsIdsOverAllBuckets() {
    long[] sizes = new long[16];
    IntStream.range(0, 16_000).forEach(i -> sizes[Fingerprint.of("e-" + i).bucket(16)]++);
    assertThat(LongStream.of(sizes).boxed())
        .allSatisfy(size -> assertThat(size).isBetween(850L, 1150L));
  }

  /** Fingerprints and buckets are in savepoints. */
  @Test
  void keepsFingerprintsForEver() {
    assertThat(ONE).isEqualTo(new Fingerprint(-6607215658332649666L, 3254921100506559928L));
    assertThat(ONE.bucket(16384)).isEqualTo(13752);
    assertThat(Seen.of(click("e"), SLICES)).isEqualTo(new Seen(3938592, 1545689923));
  }

  @Test
  void keepsTheLayoutOfItsState() throws Exception {
    hasLayout(new FingerprintCoder(), new Fingerprint(1, -2), "010000000000000001fffffffffffffffe");
    hasLayout(new SeenCoder(), new Seen(3, -2), "0100000003fffffffe");
  }

  @Property(seed = "1203")
  void bringsBackItsState(@ForAll long high, @ForAll long low, @ForAll int slice) throws Exception {
    roundTrips(new FingerprintCoder(), new Fingerprint(high, low));
    roundTrips(new SeenCoder(), new Seen(slice, (int) low));
  }

  private static Copy compare(AdEvent copy) {
    return Seen.compare(Seen.of(click("e"), SLICES), Seen.of(copy, SLICES));
  }
}
