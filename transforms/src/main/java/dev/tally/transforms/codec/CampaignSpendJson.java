package dev.tally.transforms.codec;

import dev.tally.transforms.model.CampaignSpend;

/**
 * Writes the wire format of {@link DefaultNames#CAMPAIGN_SPEND}. The Kafka key is the record UUID
 * as text, and the Kafka timestamp is the broker time up to which records are counted.
 *
 * <p>{@code budget_micros} is absent if the campaign has no budget, and {@code active_until} if the
 * campaign is exhausted, spends nothing or has no budget.
 */
public final class CampaignSpendJson {
  private CampaignSpendJson() {}

  /** Returns the spend as UTF-8 JSON, with the fields in a fixed order. */
  public static byte[] encode(CampaignSpend spend) {
    return JsonText.object(
        json -> {
          json.field("record_uuid", spend.recordUuid().toString());
          json.field("revision", spend.revision());
          json.field("campaign_id", spend.campaignId());
          json.field("day", spend.day().getMillis());
          json.field("spend_micros", spend.spendMicros());
          if (spend.budgetMicros() != null) {
            json.field("budget_micros", spend.budgetMicros());
          }
          json.field("rate_micros_per_minute", spend.rateMicrosPerMinute());
          json.field("as_of", spend.asOf().getMillis());
          json.field("bound_micros", spend.boundMicros());
          json.field("status", spend.status().wireName());
          if (spend.activeUntil() != null) {
            json.field("active_until", spend.activeUntil().getMillis());
          }
        });
  }
}
