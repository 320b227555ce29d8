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
          json.writeStringField("record_uuid", reach.recordUuid().toString());
          json.writeNumberField("revision", reach.revision());
          json.writeStringField("campaign_id", reach.campaignId());
          json.writeNumberField("day_start", reach.day().getMillis());
          json.writeStringField("event_type", reach.eventType().wireName());
          json.writeNumberField("users", reach.users().users());
          json.writeNumberField("users_low", reach.users().usersLow());
          json.writeNumberField("users_high", reach.users().usersHigh());
          json.writeBinaryField("users_sketch" + RowJson.BASE64, sketch);
        });
  }
}
