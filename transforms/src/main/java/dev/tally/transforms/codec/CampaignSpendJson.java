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
          json.writeStringField("record_uuid", spend.recordUuid().toString());
          json.writeNumberField("revision", spend.revision());
          json.writeStringField("campaign_id", spend.campaignId());
          json.writeNumberField("day", spend.day().getMillis());
          json.writeNumberField("spend_micros", spend.spendMicros());
          if (spend.budgetMicros() != null) {
            json.writeNumberField("budget_micros", spend.budgetMicros());
          }
          json.writeNumberField("rate_micros_per_minute", spend.rateMicrosPerMinute());
          json.writeNumberField("as_of", spend.asOf().getMillis());
          json.writeNumberField("bound_micros", spend.boundMicros());
          json.writeStringField("status", spend.status().wireName());
          if (spend.activeUntil() != null) {
            json.writeNumberField("active_until", spend.activeUntil().getMillis());
          }
        });
  }
}
