package dev.tally.transforms.codec;

import dev.tally.transforms.model.CampaignVersion;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wire format of {@link DefaultNames#CAMPAIGNS}, for example {@code
 * {"campaign_id":"c-1","valid_from":1509988744999,"click_window_ms":604800000,
 * "view_window_ms":86400000,"daily_budget_micros":5000000,"active":true}}.
 */
final class CampaignJson {
  private static final WireFields FIELDS = new WireFields();
  private static final int CAMPAIGN_ID = FIELDS.text("campaign_id");
  private static final int VALID_FROM = FIELDS.integer("valid_from", Reason.TIME_OUT_OF_BOUNDS);
  private static final int CLICK_WINDOW = FIELDS.integer("click_window_ms", Reason.WINDOW_TOO_LONG);
  private static final int VIEW_WINDOW = FIELDS.integer("view_window_ms", Reason.WINDOW_TOO_LONG);
  private static final int DAILY_BUDGET = FIELDS.integer("daily_budget_micros", Reason.WRONG_TYPE);
  private static final int ACTIVE = FIELDS.flag("active");

  private CampaignJson() {}

  /** Decodes the campaign version that a Kafka value contains; see {@link WireFormat}. */
  static Verdict<CampaignVersion> decode(
      byte @Nullable [] value, int maxBytes, Instant brokerTime) {
    return FlatObject.read(value, maxBytes, FIELDS).then(object -> decode(object, brokerTime));
  }

  private static Verdict<CampaignVersion> decode(FlatObject object, Instant brokerTime) {
    String absent = object.firstAbsent(WireFields.UNKNOWN);
    return absent == null
        ? Verdict.accepted(version(object, brokerTime))
        : Verdict.refused(Reason.MISSING_FIELD, absent + ": expected a value");
  }

  private static CampaignVersion version(FlatObject object, Instant brokerTime) {
    return new CampaignVersion(
        object.text(CAMPAIGN_ID),
        Instant.ofEpochMilli(object.integer(VALID_FROM)),
        Duration.millis(object.integer(CLICK_WINDOW)),
        Duration.millis(object.integer(VIEW_WINDOW)),
        object.integer(DAILY_BUDGET),
        object.flag(ACTIVE),
        brokerTime);
  }
}
