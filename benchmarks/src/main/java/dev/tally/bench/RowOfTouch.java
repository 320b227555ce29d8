package dev.tally.bench;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Touch;
import org.joda.time.Instant;

/** A touch as a Flink POJO: Flink serializes its public fields. */
@SuppressWarnings("NullAway.Init") // Flink sets the fields.
public final class RowOfTouch {
  public String userId;
  public String storeId;
  public String eventId;
  public String adId;
  public String campaignId;
  public boolean click;
  public long time;

  static RowOfTouch of(AdEvent event) {
    RowOfTouch row = new RowOfTouch();
    row.userId = event.getUserId();
    row.storeId = event.getStoreId();
    row.eventId = event.getEventId();
    row.adId = event.getAdId();
    row.campaignId = event.getCampaignId();
    row.click = event.getEventType() == EventType.CLICK;
    row.time = event.getEventTime().getMillis();
    return row;
  }

  /**
   * Returns the touch for breaking ties and for the revision, which are needed for few touches
   * only.
   */
  Touch touch() {
    return new Touch(
        eventId,
        click ? EventType.CLICK : EventType.IMPRESSION,
        Instant.ofEpochMilli(time),
        adId,
        campaignId);
  }

  /**
   * Returns the group of the touch. Only the latest touch of one campaign and type can be credited.
   */
  String rank() {
    return click ? "c" + campaignId : "v" + campaignId;
  }
}
