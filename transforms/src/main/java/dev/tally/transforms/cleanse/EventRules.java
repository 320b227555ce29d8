package dev.tally.transforms.cleanse;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The rules that an ad event must keep to be counted: functions of the event and of its broker
 * time, never of a clock. The first broken one, in the order of the fields on the wire and the age
 * last, is the reason.
 *
 * @param maxEventAge how long before its broker time an event may have happened, this long included
 * @param maxClockSkew how long after its broker time an event may claim to happen, this long
 *     included
 */
record EventRules(Duration maxEventAge, Duration maxClockSkew) implements Rules<AdEvent> {
  /** The longest event id, in UTF-16 code units. */
  static final int MAX_ID_LENGTH = 128;

  /** The first event time that does not fit its 42 bits in a revision. */
  static final Instant TIME_LIMIT = Instant.ofEpochMilli(1L << 42);

  private static final Instant EPOCH = Instant.ofEpochMilli(0);

  @Override
  public Instant timeOf(AdEvent event) {
    return event.getEventTime();
  }

  @Override
  public Verdict<AdEvent> judge(AdEvent event) {
    if (event.getEventId().length() > MAX_ID_LENGTH) {
      return refused(
          Reason.ID_TOO_LONG, "event_id: expected at most " + MAX_ID_LENGTH + " characters");
    }
    String empty = firstEmpty(event);
    if (!empty.isEmpty()) {
      return refused(Reason.EMPTY_ID, empty + ": expected a text that is not empty");
    }
    if (event.getEventTime().isBefore(EPOCH) || !event.getEventTime().isBefore(TIME_LIMIT)) {
      return refused(
          Reason.TIME_OUT_OF_BOUNDS, "event_time: expected 0 or more and less than 2^42");
    }
    if (event.getCostMicros() < 0) {
      return refused(Reason.NEGATIVE_COST, "cost_micros: expected 0 or more");
    }
    return judgeAge(event);
  }

  private Verdict<AdEvent> judgeAge(AdEvent event) {
    long ageMillis = event.getBrokerTime().getMillis() - event.getEventTime().getMillis();
    if (ageMillis > maxEventAge.getMillis()) {
      return refused(
          Reason.TOO_OLD,
          "event_time: expected at most " + maxEventAge + " before the broker time");
    }
    if (-ageMillis > maxClockSkew.getMillis()) {
      return refused(
          Reason.IN_THE_FUTURE,
          "event_time: expected at most " + maxClockSkew + " after the broker time");
    }
    return Verdict.accepted(event);
  }

  private static String firstEmpty(AdEvent event) {
    if (event.getEventId().isEmpty()) {
      return "event_id";
    }
    if (event.getAdId().isEmpty()) {
      return "ad_id";
    }
    if (event.getCampaignId().isEmpty()) {
      return "campaign_id";
    }
    if (event.getStoreId().isEmpty()) {
      return "store_id";
    }
    if (event.getUserId().isEmpty()) {
      return "user_id";
    }
    return event.getRegion().isEmpty() ? "region" : "";
  }

  private static Verdict<AdEvent> refused(Reason reason, String detail) {
    return Verdict.refused(reason, detail);
  }
}
