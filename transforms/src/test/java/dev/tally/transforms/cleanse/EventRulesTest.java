package dev.tally.transforms.cleanse;

import static dev.tally.transforms.Cast.HOUR;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.SKEW;
import static dev.tally.transforms.Cast.click;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Verdict;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class EventRulesTest {
  private static final EventRules RULES =
      new EventRules(HOUR, SKEW, PlaceholderIds.standard(), Set.of("*"));

  @Test
  void acceptsAGoodEventAsItIs() {
    accepts(click("e"));
  }

  @Test
  void refusesAnEmptyText_whicheverItIs() {
    refuses(click(""), Reason.EMPTY_ID, "event_id: expected a non-empty string");
    refuses(
        click("e").toBuilder().setAdId("").build(),
        Reason.EMPTY_ID,
        "ad_id: expected a non-empty string");
    refuses(
        click("e").toBuilder().setCampaignId("").build(),
        Reason.EMPTY_ID,
        "campaign_id: expected a non-empty string");
    refuses(
        click("e").toBuilder().setStoreId("").build(),
        Reason.EMPTY_ID,
        "store_id: expected a non-empty string");
    refuses(
        click("e").toBuilder().setUserId("").build(),
        Reason.EMPTY_ID,
        "user_id: expected a non-empty string");
    refuses(
        click("e").toBuilder().setRegion("").build(),
        Reason.EMPTY_ID,
        "region: expected a non-empty string");
  }

  @Test
  void acceptsAnIdOf128CharactersAndNoLonger() {
    accepts(click("x".repeat(128)));
    refuses(
        click("x".repeat(129)), Reason.ID_TOO_LONG, "event_id: expected at most 128 characters");
  }

  @Test
  void appliesTheRuleOfIdsToEveryId() {
    String longId = "é".repeat(600_000);
    refuses(
        click("e").toBuilder().setAdId(longId).build(),
        Reason.ID_TOO_LONG,
        "ad_id: expected at most 128 characters");
    refuses(
        click("e").toBuilder().setCampaignId("c\0d").build(),
        Reason.CONTROL_CHARACTER,
        "campaign_id: expected no control characters");
    for (AdEvent event :
        List.of(
            click("a\nb"),
            click("e").toBuilder().setStoreId("a\nb").build(),
            click("e").toBuilder().setUserId("a\nb").build(),
            click("e").toBuilder().setRegion("a\nb").build())) {
      assertThat(reason(event)).isEqualTo(Reason.CONTROL_CHARACTER);
    }
  }

  @Test
  void refusesAPlaceholderAsEventId_andAcceptsItAsUser() {
    refuses(
        click("undefined"),
        Reason.PLACEHOLDER_ID,
        "event_id: expected an id of this event, not a placeholder");
    AdEvent ofNobody = click("e").toBuilder().setUserId("undefined").build();
    accepts(ofNobody);
    assertThat(RULES.isOfPlaceholderUser(ofNobody)).isTrue();
    assertThat(RULES.isOfPlaceholderUser(click("e"))).isFalse();
    EventRules more =
        new EventRules(HOUR, SKEW, PlaceholderIds.standard().with(List.of("test-event")), Set.of());
    assertThat(more.judge(click("Test-Event"))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void refusesTheRegionOfAllRegions() {
    refuses(
        click("e").toBuilder().setRegion("*").build(),
        Reason.RESERVED_REGION,
        "region: expected the name of one region; * is reserved for counts over all regions");
  }

  @Test
  void acceptsTheRegionOfAllRegions_inEventsThatWereCountedOverAllRegions() {
    AdEvent counted = click("e").toBuilder().setRegion("*").build();
    EventRules rules = new EventRules(HOUR, SKEW, PlaceholderIds.standard(), Set.of());
    assertThat(rules.judge(counted)).isEqualTo(Verdict.accepted(counted));
  }

  @Test
  void saysTheProbableUnitOfATime_whateverTheReason() {
    long now = NOON.getMillis();
    String found = "event_time: expected milliseconds since 1970, found what looks like ";
    refuses(
        at(now / 1_000, now),
        Reason.TOO_OLD,
        found + "seconds; expected at most PT3600S before the broker time");
    refuses(
        at(now * 1_000, now),
        Reason.TIME_OUT_OF_BOUNDS,
        found + "microseconds; expected 0 or more and less than 2^42");
    refuses(
        at(now * 1_000_000, now),
        Reason.TIME_OUT_OF_BOUNDS,
        found + "nanoseconds; expected 0 or more and less than 2^42");
    refuses(
        at(now - 2 * HOUR.getMillis(), now),
        Reason.TOO_OLD,
        "event_time: expected at most PT3600S before the broker time");
  }

  @Test
  void acceptsTimesOf42BitsOnly() {
    accepts(at(0, 0));
    accepts(at((1L << 42) - 1, 1L << 42));
    String detail = "event_time: expected 0 or more and less than 2^42";
    refuses(at(-1, 0), Reason.TIME_OUT_OF_BOUNDS, detail);
    refuses(at(1L << 42, 1L << 42), Reason.TIME_OUT_OF_BOUNDS, detail);
    refuses(at(Long.MAX_VALUE, 0), Reason.TIME_OUT_OF_BOUNDS, detail);
    refuses(at(Long.MIN_VALUE, 0), Reason.TIME_OUT_OF_BOUNDS, detail);
  }

  @Test
  void acceptsACostOfZeroAndMore() {
    accepts(click("e").toBuilder().setCostMicros(0).build());
    accepts(click("e").toBuilder().setCostMicros(1_000_000_000_000L).build());
    refuses(
        click("e").toBuilder().setCostMicros(1_000_000_000_001L).build(),
        Reason.AMOUNT_TOO_LARGE,
        "cost_micros: expected at most 1000000000000");
    refuses(
        click("e").toBuilder().setCostMicros(-1).build(),
        Reason.NEGATIVE_COST,
        "cost_micros: expected 0 or more");
  }

  @Test
  void acceptsAnEventExactlyAsOldAsAllowed() {
    accepts(at(NOON.getMillis(), NOON.plus(HOUR).getMillis()));
    refuses(
        at(NOON.getMillis(), NOON.plus(HOUR).getMillis() + 1),
        Reason.TOO_OLD,
        "event_time: expected at most PT3600S before the broker time");
  }

  @Test
  void acceptsAnEventExactlyAsFarInTheFutureAsAllowed() {
    accepts(at(NOON.plus(SKEW).getMillis(), NOON.getMillis()));
    refuses(
        at(NOON.plus(SKEW).getMillis() + 1, NOON.getMillis()),
        Reason.IN_THE_FUTURE,
        "event_time: expected at most PT300S after the broker time");
  }

  @Property
  void keepsEveryAcceptedEventWithinItsBounds(
      @ForAll @LongRange(max = 20_000_000) long eventTime,
      @ForAll @LongRange(max = 20_000_000) long brokerTime) {
    long age = brokerTime - eventTime;
    boolean fit = age <= HOUR.getMillis() && age >= -SKEW.getMillis();
    assertThat(RULES.judge(at(eventTime, brokerTime)) instanceof Verdict.Accepted).isEqualTo(fit);
  }

  private static AdEvent at(long eventTime, long brokerTime) {
    return click("e", Instant.ofEpochMilli(eventTime)).toBuilder()
        .setBrokerTime(Instant.ofEpochMilli(brokerTime))
        .build();
  }

  private static Reason reason(AdEvent event) {
    return ((Verdict.Refused<AdEvent>) RULES.judge(event)).reason();
  }

  private static void accepts(AdEvent event) {
    assertThat(RULES.judge(event)).isEqualTo(Verdict.accepted(event));
  }

  private static void refuses(AdEvent event, Reason reason, String detail) {
    assertThat(RULES.judge(event)).isEqualTo(Verdict.refused(reason, detail));
  }
}
