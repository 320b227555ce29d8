package dev.tally.bench;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Touch;
import org.joda.time.Instant;

/** A touch as a Flink POJO: Flink serializes its public fields. */
@SuppressWarnings("NullAway.Init") // Flink sets the fields.
public final class TouchPojo {
  public String userId;
  public String storeId;
  public String eventId;
  public String adId;
  public String campaignId;
  public boolean click;
  public long time;

  static TouchPojo of(AdEvent event) {
    TouchPojo pojo = new TouchPojo();
    pojo.userId = event.getUserId();
    pojo.storeId = event.getStoreId();
    pojo.eventId = event.getEventId();
    pojo.adId = event.getAdId();
    pojo.campaignId = event.getCampaignId();
    pojo.click = event.getEventType() == EventType.CLICK;
    pojo.time = event.getEventTime().getMillis();
    return pojo;
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
