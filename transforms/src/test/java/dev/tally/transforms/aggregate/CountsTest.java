package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.BOB;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.model.CoderLaws.hasLayout;
import static dev.tally.transforms.model.CoderLaws.roundTrips;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.Any;
import dev.tally.transforms.model.RecordUuid;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CountsTest {
  private static final MetricKey KEY = new MetricKey("us-east", "campaign-1", "ad-1", "store-1");
  private static final AdEvent BOBS_CLICK = click("b").toBuilder().setUserId(BOB).build();

  @Test
  void countsAnImpression() {
    assertThat(Counts.of(impression("i", NOON)))
        .isEqualTo(new Counts(1, 0, UserSet.EMPTY, 1_000, NOON));
  }

  @Test
  void countsAClickAndItsUser() {
    assertThat(Counts.of(click("e")))
        .isEqualTo(new Counts(0, 1, UserSet.of("alice"), 210_000, NOON));
  }

  @Test
  void countsAClickAsRepeated_whenItsUserHadClickedBefore() {
    Counts once = Counts.of(click("e-1")).plus(Counts.of(BOBS_CLICK));
    assertThat(once.repeatClicks()).isZero();
    Counts twice = once.plus(Counts.of(click("e-2")));
    assertThat(twice.clicks()).isEqualTo(3);
    assertThat(twice.repeatClicks()).isEqualTo(1);
  }

  @Test
  void staysAtTheLargestLong_whenTheSpendOverflows() {
    Counts dear = Counts.of(click("e").toBuilder().setCostMicros(Long.MAX_VALUE).build());
    assertThat(dear.plus(Counts.of(click("e-2"))).spendMicros()).isEqualTo(Long.MAX_VALUE);
    Counts many = new Counts(Long.MAX_VALUE, Long.MAX_VALUE, UserSet.EMPTY, 0, NOON);
    assertThat(many.plus(many).impressions()).isEqualTo(Long.MAX_VALUE);
    assertThat(many.plus(many).clicks()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void keepsTheLatestBrokerTime() {
    Counts early = Counts.of(click("e"));
    Counts late = Counts.of(click("e", noonPlus(9)));
    assertThat(early.plus(late).brokerTime()).isEqualTo(noonPlus(9));
    assertThat(late.plus(early).brokerTime()).isEqualTo(noonPlus(9));
  }

  @Property(seed = "1203")
  void addsUpTheSame_inAnyOrderAndGrouping(
      @ForAll("counts") Counts one, @ForAll("counts") Counts two, @ForAll("counts") Counts three) {
    assertThat(one.plus(two)).isEqualTo(two.plus(one));
    assertThat(one.plus(two).plus(three)).isEqualTo(one.plus(two.plus(three)));
    assertThat(one.plus(Counts.NONE)).isEqualTo(one);
    assertThat(Counts.NONE.plus(one)).isEqualTo(one);
  }

  @Property(seed = "1203")
  void holdsTheUsersOfBothSets_eachOnce(@ForAll List<Long> one, @ForAll List<Long> other) {
    TreeSet<Long> both = new TreeSet<>(one);
    both.addAll(other);
    UserSet union = users(one).union(users(other));
    assertThat(union)
        .isEqualTo(users(other).union(users(one)))
        .hasSameHashCodeAs(users(other).union(users(one)));
    assertThat(LongStream.of(union.hashes()).boxed()).containsExactlyElementsOf(both);
  }

  @Property(tries = 200, seed = "1203")
  void comesBackFromItsBytes(@ForAll("counts") Counts counts) throws Exception {
    roundTrips(new CountsCoder(), counts);
    roundTrips(new CountsCoder(), Counts.NONE);
  }

  @Property(tries = 200, seed = "1203")
  void bringsBackEveryKey(@ForAll("keys") MetricKey key) throws Exception {
    roundTrips(new MetricKeyCoder(), key);
  }

  @Test
  void keepsTheLayoutOfItsState() throws Exception {
    hasLayout(
        new CountsCoder(),
        new Counts(1, 300, UserSet.ofHashes(2, -1), 5, NOON),
        "01"
            + "01"
            + "ac02"
            + "05"
            + "809494caca33"
            + "02"
            + "ffffffffffffffff"
            + "0000000000000002");
    hasLayout(
        new MetricKeyCoder(),
        new MetricKey("r", "c", "a", "s"),
        "01" + "0172" + "0163" + "0161" + "0173");
  }

  @Test
  void makesAMetricOfItself() {
    Counts counts = new Counts(4, 3, UserSet.of("alice"), 7, noonPlus(9));
    assertThat(counts.toMetric(KEY, NOON, 2))
        .isEqualTo(
            AdMetric.builder()
                .setRecordUuid(
                    RecordUuid.ofAdMetric("us-east", "campaign-1", "ad-1", "store-1", NOON))
                .setRevision((2L << 57) + 9)
                .setRegion("us-east")
                .setCampaignId("campaign-1")
                .setAdId("ad-1")
                .setStoreId("store-1")
                .setMinute(NOON)
                .setImpressions(4)
                .setClicks(3)
                .setRepeatClicks(2)
                .setSpendMicros(7)
                .setBrokerTime(noonPlus(9))
                .build());
  }

  @Test
  void takesItsKeyFromTheEvent() {
    assertThat(MetricKey.of(click("e"))).isEqualTo(KEY);
  }

  @Provide
  Arbitrary<Counts> counts() {
    return Combinators.combine(
            Arbitraries.longs().between(0, Long.MAX_VALUE).list().ofSize(3),
            Arbitraries.longs().between(-9, 9).list().ofMaxSize(6),
            Any.instant())
        .as(
            (numbers, users, brokerTime) ->
                new Counts(
                    numbers.get(0), numbers.get(1), users(users), numbers.get(2), brokerTime));
  }

  @Provide
  Arbitrary<MetricKey> keys() {
    return Any.text()
        .list()
        .ofSize(4)
        .map(texts -> new MetricKey(texts.get(0), texts.get(1), texts.get(2), texts.get(3)));
  }

  private static UserSet users(List<Long> hashes) {
    return UserSet.ofHashes(hashes.stream().mapToLong(Long::longValue).toArray());
  }
}
