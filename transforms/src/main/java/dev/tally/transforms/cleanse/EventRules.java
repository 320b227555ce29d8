package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.InvalidReason;
import dev.tally.transforms.model.PlaceholderIds;
import dev.tally.transforms.model.Verdict;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code EventRules} are the rules that an ad event must follow to be counted. They depend on the
 * event and its broker time, never on a clock. The first broken rule is the reason: ids in the
 * order of the table in docs/events.md, then the event time, the cost and the age.
 *
 * @param maxEventAge how far an event time may be before its broker time, inclusive
 * @param maxClockSkew how far an event time may be after its broker time, inclusive
 * @param placeholders ids that identify nothing: they are rejected as event ids; as a user id they
 *     mean that the user is unknown
 * @param reservedRegions regions that are rejected
 */
record EventRules(
    Duration maxEventAge,
    Duration maxClockSkew,
    PlaceholderIds placeholders,
    Set<String> reservedRegions)
    implements Rules<AdEvent> {
  /** The maximum length of an event id, in UTF-16 code units. */
  static final int MAX_ID_LENGTH = IdRule.MAX_LENGTH;

  /** The first event time that does not fit into 42 bits of milliseconds. */
  static final Instant TIME_LIMIT = TimeRule.LIMIT;

  /**
   * The maximum cost of one event: a million currency units. A 64-bit sum has room for 9.2 million
   * such events of one ad in one minute.
   */
  static final long MAX_COST_MICROS = 1_000_000_000_000L;

  private static final TimeRule TIME = new TimeRule("event_time");

  /** An id field: its name in wire records and its accessor. */
  private record Id(String field, Function<AdEvent, String> of) {}

  private static final List<Id> IDS =
      List.of(
          new Id("event_id", AdEvent::getEventId),
          new Id("ad_id", AdEvent::getAdId),
          new Id("campaign_id", AdEvent::getCampaignId),
          new Id("store_id", AdEvent::getStoreId),
          new Id("user_id", AdEvent::getUserId),
          new Id("region", AdEvent::getRegion));

  @Override
  public Instant timeOf(AdEvent event) {
    return event.getEventTime();
  }

  @Override
  public boolean isOfPlaceholderUser(AdEvent event) {
    return placeholders.contains(event.getUserId());
  }

  @Override
  public @Nullable InvalidReason invalidReasonOf(AdEvent event) {
    return event.getInvalidReason();
  }

  @Override
  public Verdict<AdEvent> judge(AdEvent event) {
    Verdict.Refused<AdEvent> refused = judgeIds(event);
    if (refused == null) {
      refused = TIME.outOfBounds(event.getEventTime(), event.getBrokerTime());
    }
    if (refused == null) {
      refused = judgeCost(event);
    }
    if (refused == null) {
      refused = TIME.tooOld(event.getEventTime(), event.getBrokerTime(), maxEventAge);
    }
    if (refused == null) {
      refused = TIME.inTheFuture(event.getEventTime(), event.getBrokerTime(), maxClockSkew);
    }
    return refused == null ? Verdict.accepted(event) : refused;
  }

  private Verdict.@Nullable Refused<AdEvent> judgeIds(AdEvent event) {
    for (Id id : IDS) {
      Verdict.Refused<AdEvent> refused = IdRule.rejection(id.field(), id.of().apply(event));
      if (refused != null) {
        return refused;
      }
    }
    if (placeholders.contains(event.getEventId())) {
      return new Verdict.Refused<>(
          Reason.PLACEHOLDER_ID, "event_id: expected an id of this event, not a placeholder");
    }
    return reservedRegions.contains(event.getRegion())
        ? new Verdict.Refused<>(
            Reason.RESERVED_REGION,
            "region: expected the name of one region; * is reserved for counts over all regions")
        : null;
  }

  private static Verdict.@Nullable Refused<AdEvent> judgeCost(AdEvent event) {
    if (event.getCostMicros() < 0) {
      return new Verdict.Refused<>(Reason.NEGATIVE_COST, "cost_micros: expected 0 or more");
    }
    return event.getCostMicros() > MAX_COST_MICROS
        ? new Verdict.Refused<>(
            Reason.AMOUNT_TOO_LARGE, "cost_micros: expected at most " + MAX_COST_MICROS)
        : null;
  }
}
