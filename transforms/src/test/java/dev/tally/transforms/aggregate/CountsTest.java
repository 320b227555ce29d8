package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static dev.tally.transforms.Cast.impression;
import static dev.tally.transforms.Cast.noonPlus;
import static dev.tally.transforms.model.CoderLaws.hasLayout;
import static dev.tally.transforms.model.CoderLaws.roundTrips;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdMetric;
import dev.tally.transforms.model.Any;
import dev.tally.transforms.model.MeasureSums;
import dev.tally.transforms.model.RecordUuid;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class CountsTest {
  private static final MetricKey KEY = new MetricKey("us-east", "campaign-1", "ad-1", "store-1");

  private static Counts counts(Instant brokerTime, long... sums) {
    return new Counts(MeasureSums.of(sums), brokerTime);
  }

  @Test
  void countsAnImpression() {
    assertThat(Counts.of(impression("i", NOON))).isEqualTo(counts(NOON, 1, 0, 0, 1_000));
  }

  @Test
  void countsAClick() {
    assertThat(Counts.of(click("e"))).isEqualTo(counts(NOON, 0, 1, 0, 210_000));
  }

  @Test
  void countsARepeat_asNoFurtherEvent() {
    Counts click = Counts.of(click("e"));
    assertThat(click.plus(Counts.ofRepeat(noonPlus(1))))
        .isEqualTo(counts(noonPlus(1), 0, 1, 1, 210_000, 0, 1));
    assertThat(click.events()).isEqualTo(1);
    assertThat(Counts.ofRepeat(NOON).events()).isZero();
    assertThat(click.plus(Counts.of(impression("i", NOON))).events()).isEqualTo(2);
  }

  @Test
  void addsUpEachCountApart() {
    assertThat(counts(NOON, 1, 20, 3, 400).plus(counts(NOON, 5, 60, 7, 800)))
        .isEqualTo(counts(NOON, 6, 80, 10, 1_200));
  }

  @Test
  void staysAtTheLargestLong_whenASumOverflows() {
    long max = Long.MAX_VALUE;
    Counts most = counts(NOON, max, max, max, max);
    assertThat(most.plus(counts(NOON, 1, 1, 1, 1))).isEqualTo(most);
  }

  @Test
  void keepsTheLatestBrokerTime() {
    Counts early = Counts.of(click("e"));
    Counts late = Counts.of(click("e", noonPlus(9)));
    assertThat(early.plus(late).brokerTime()).isEqualTo(noonPlus(9));
    assertThat(late.plus(early).brokerTime()).isEqualTo(noonPlus(9));
  }

  @Property
  void addsUpTheSame_inAnyOrderAndGrouping(
      @ForAll("counts") Counts one, @ForAll("counts") Counts two, @ForAll("counts") Counts three) {
    assertThat(one.plus(two)).isEqualTo(two.plus(one));
    assertThat(one.plus(two).plus(three)).isEqualTo(one.plus(two.plus(three)));
    assertThat(one.plus(Counts.NONE)).isEqualTo(one);
    assertThat(Counts.NONE.plus(one)).isEqualTo(one);
  }

  @Property(tries = 200)
  void comesBackFromItsBytes(@ForAll("counts") Counts counts) throws Exception {
    roundTrips(new CountsCoder(), counts);
    roundTrips(new CountsCoder(), Counts.NONE);
  }

  @Property(tries = 200)
  void bringsBackEveryKey(@ForAll("keys") MetricKey key) throws Exception {
    roundTrips(new MetricKeyCoder(), key);
  }

  @Test
  void keepsTheLayoutOfItsState() throws Exception {
    hasLayout(
        new CountsCoder(),
        counts(NOON, 1, 300, 2, 5),
        "01" + "04" + "01" + "ac02" + "02" + "05" + "809494caca33");
    hasLayout(
        new MetricKeyCoder(),
        new MetricKey("r", "c", "a", "s"),
        "01" + "0172" + "0163" + "0161" + "0173");
  }

  @Test
  void makesAMetricOfItself() {
    Counts counts = counts(noonPlus(9), 4, 3, 2, 7);
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
                .setSums(MeasureSums.of(4, 3, 2, 7))
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
            Arbitraries.longs().between(0, Long.MAX_VALUE).list().ofSize(4), Any.instant())
        .as(
            (numbers, brokerTime) ->
                counts(brokerTime, numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3)));
  }

  @Provide
  Arbitrary<MetricKey> keys() {
    return Any.text()
        .list()
        .ofSize(4)
        .map(texts -> new MetricKey(texts.get(0), texts.get(1), texts.get(2), texts.get(3)));
  }
}
