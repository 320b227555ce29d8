package dev.tally.transforms.codec;

import dev.tally.transforms.model.CampaignReach;

/**
 * Writes the wire format of {@link DefaultNames#CAMPAIGN_REACH}. The Kafka key is the record UUID
 * as text, and the Kafka timestamp is the broker time.
 */
public final class CampaignReachJson {
  private static final int AROUND_BYTES = 512;

  private CampaignReachJson() {}

  /** Returns the reach as UTF-8 JSON, with the fields in a fixed order. */
  public static byte[] encode(CampaignReach reach) {
    byte[] sketch = reach.users().toBytes();
    return JsonText.object(
        AROUND_BYTES + RecordLimits.base64(sketch),
        json -> {
          json.field("record_uuid", reach.recordUuid().toString());
          json.field("revision", reach.revision());
          json.field("campaign_id", reach.campaignId());
          json.field("day_start", reach.day().getMillis());
          json.field("event_type", reach.eventType().wireName());
          json.field("users", reach.users().users());
          json.field("users_low", reach.users().usersLow());
          json.field("users_high", reach.users().usersHigh());
          json.base64Field("users_sketch" + RowJson.BASE64, sketch);
        });
  }
}
