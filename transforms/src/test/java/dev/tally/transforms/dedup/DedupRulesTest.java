package dev.tally.transforms.dedup;

import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.SKEW;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.received;
import static dev.tally.transforms.model.CoderLaws.hasLayout;
import static dev.tally.transforms.model.CoderLaws.roundTrips;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Minutes;
import dev.tally.transforms.model.RawRecord;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class DedupRulesTest {
  private static final RawRecord RECORD = received(click("e")).getRecord();

  @Test
  void takesACopyForTheSame_whenOnlyItsBrokerTimeDiffers() {
    AdEvent copy = click("e").toBuilder().setBrokerTime(NOON.plus(HOUR)).build();
    assertThat(compare(copy)).isEqualTo(Occurrence.SAME);
  }

  @Test
  void noticesOtherContent_whicheverFieldDiffers() {
    assertThat(compare(click("e").toBuilder().setAdId("x").build()))
        .isEqualTo(Occurrence.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setCampaignId("x").build()))
        .isEqualTo(Occurrence.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setStoreId("x").build()))
        .isEqualTo(Occurrence.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setUserId(BOB).build()))
        .isEqualTo(Occurrence.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setRegion("x").build()))
        .isEqualTo(Occurrence.CONFLICTING);
    assertThat(compare(click("e").toBuilder().setCostMicros(1).build()))
        .isEqualTo(Occurrence.CONFLICTING);
    assertThat(compare(click("e", NOON.plus(SKEW)))).isEqualTo(Occurrence.CONFLICTING);
  }

  @Test
  void noticesOtherContent_whenOnlyTheBordersOfFieldsMove() {
    AdEvent one = click("e").toBuilder().setAdId("ab").setCampaignId("c").build();
    AdEvent other = click("e").toBuilder().setAdId("a").setCampaignId("bc").build();
    assertThat(SeenEvent.of(one, RECORD).checksum())
        .isNotEqualTo(SeenEvent.of(other, RECORD).checksum());
  }

  @Test
  void takesACopyForTheFirst_whenNothingIsRemembered() {
    assertThat(SeenEvent.compare(null, SeenEvent.of(click("e"), RECORD)))
        .isEqualTo(Occurrence.FIRST);
  }

  @Test
  void identifiesAnEventByTypeAndId() {
    assertThat(EventFingerprint.of(EventType.CLICK, "e"))
        .isNotEqualTo(EventFingerprint.of(EventType.IMPRESSION, "e"))
        .isNotEqualTo(EventFingerprint.of(EventType.CLICK, "f"));
  }

  @Property
  void hashesAnyText_asGuavaDoes(@ForAll String text, @ForAll int seed) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Hashing.murmur3_128(seed).hashUnencodedChars(text).asBytes());
    assertThat(Murmur128.of(seed, text))
        .isEqualTo(new EventFingerprint(bytes.getLong(), bytes.getLong()));
  }

  @Property
  void hashesAnyFields_asGuavaDoes(
      @ForAll long number, @ForAll int length, @ForAll List<String> texts) {
    Hasher guava = Hashing.murmur3_32_fixed().newHasher().putLong(number);
    Murmur32 ours = new Murmur32().putLong(number);
    for (String text : texts) {
      guava.putInt(length).putUnencodedChars(text).putUnencodedChars(text);
      ours.putInt(length).putChars(text).putChars(text);
    }
    assertThat(ours.hash()).isEqualTo(guava.hash().asInt());
  }

  @Test
  void spreadsIdsOverAllBuckets() {
    long[] sizes = new long[16];
    IntStream.range(0, 16_000)
        .forEach(i -> sizes[EventFingerprint.of(EventType.CLICK, "e-" + i).bucket(16)]++);
    assertThat(LongStream.of(sizes).boxed())
        .allSatisfy(size -> assertThat(size).isBetween(850L, 1150L));
  }

  @Property
  void remembersAnIdLongerThanACopyOfItCanBeAccepted(
      @ForAll @LongRange(max = (1L << 42) - 1) long eventTime,
      @ForAll @LongRange(min = 1, max = 100_000_000) long age,
      @ForAll @IntRange(max = 4095) int bucket) {
    Horizon horizon = Horizon.of(Duration.millis(age), bucket);
    int minute = Minutes.of(Instant.ofEpochMilli(eventTime));
    assertThat(horizon.isForgotten(minute, Instant.ofEpochMilli(eventTime + age - 1))).isFalse();
    assertThat(horizon.isForgotten(minute, Instant.ofEpochMilli(eventTime + age + 60_000)))
        .isTrue();
  }

  @Property
  void sweepsAnEighthOfTheAgeLaterAtMost_orFiveSeconds(
      @ForAll @LongRange(max = (1L << 42) - 1) long watermark,
      @ForAll @LongRange(min = 1, max = 100_000_000) long age,
      @ForAll @IntRange(max = 4095) int bucket) {
    Instant now = Instant.ofEpochMilli(watermark);
    Instant next = Horizon.of(Duration.millis(age), bucket).sweepAfter(now);
    assertThat(next).isGreaterThan(now);
    assertThat(next).isLessThanOrEqualTo(now.plus(Duration.millis(Math.max(age / 8, 5_000))));
  }

  @Test
  void spreadsTheSweepsOfBuckets() {
    Set<Instant> sweeps = new HashSet<>();
    for (int bucket = 0; bucket < 1000; bucket++) {
      sweeps.add(Horizon.of(HOUR, bucket).sweepAfter(NOON));
    }
    assertThat(sweeps).hasSizeGreaterThan(990);
  }

  @Test
  void describesTheFirstCopy() {
    long location = FirstCopy.locationOf(RECORD);
    assertThat(FirstCopy.describe(location, RECORD)).isEqualTo("us/ad-events-3@1207");
    assertThat(FirstCopy.describe(location, at("eu", 5, 7)))
        .isEqualTo("ad-events-3@1207 of another region");
    RawRecord last = at("us", 16_383, (1L << 40) - 1);
    assertThat(FirstCopy.describe(FirstCopy.locationOf(last), last))
        .isEqualTo("us/ad-events-16383@1099511627775");
  }

  @Test
  void saysThatTheFirstCopyIsUnknown_whenItsLocationDoesNotFit() {
    assertThat(FirstCopy.describe(FirstCopy.locationOf(at("us", 16_384, 0)), RECORD))
        .isEqualTo("an unknown location");
    assertThat(FirstCopy.describe(FirstCopy.locationOf(at("us", 0, 1L << 40)), RECORD))
        .isEqualTo("an unknown location");
  }

  /**
   * Savepoints contain fingerprints, bucket numbers, checksums and locations, so these values must
   * never change.
   */
  @Test
  void keepsFingerprintsForEver() {
    EventFingerprint click = EventFingerprint.of(EventType.CLICK, "e-1");
    assertThat(click).isEqualTo(new EventFingerprint(2438938827166258948L, 3816711374959135049L));
    assertThat(EventFingerprint.of(EventType.IMPRESSION, "e-1"))
        .isEqualTo(new EventFingerprint(-6607215658332649666L, 3254921100506559928L));
    assertThat(click.bucket(4096)).isEqualTo(2377);
    assertThat(SeenEvent.of(click("e"), RECORD))
        .isEqualTo(new SeenEvent(29539440, 250196518, 3746998188507137207L));
  }

  @Test
  void keepsTheLayoutOfItsState() throws Exception {
    hasLayout(
        new BucketHeadCoder(),
        new BucketHead(new BucketClock(Instant.ofEpochMilli(300), HOUR, 3), -2),
        "01ac0280dddb0103fffffffffffffffe");
  }

  @Property
  void bringsBackItsState(@ForAll long digest, @ForAll int minute, @ForAll int time)
      throws Exception {
    BucketClock clock = new BucketClock(Instant.ofEpochMilli(time), Duration.millis(time), minute);
    roundTrips(new BucketHeadCoder(), new BucketHead(clock, digest));
  }

  private static RawRecord at(String region, int partition, long offset) {
    return RawRecord.of(region, "ad-events", partition, offset, NOON, null);
  }

  private static Occurrence compare(AdEvent copy) {
    return SeenEvent.compare(SeenEvent.of(click("e"), RECORD), SeenEvent.of(copy, RECORD));
  }
}
