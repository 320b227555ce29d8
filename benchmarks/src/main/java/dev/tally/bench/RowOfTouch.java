package dev.tally.bench;

import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.EventType;
import dev.tally.transforms.model.Touch;
import org.joda.time.Instant;

/** A touch as Flink likes it: public fields, which it writes without reflection on values. */
@SuppressWarnings("NullAway.Init") // Flink fills them.
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

  /** For what breaks ties and for the revision, which only few need. */
  Touch touch() {
    return new Touch(
        eventId,
        click ? EventType.CLICK : EventType.IMPRESSION,
        Instant.ofEpochMilli(time),
        adId,
        campaignId);
  }

  /** Under one campaign and type only the latest can win. */
  String rank() {
    return click ? "c" + campaignId : "v" + campaignId;
  }
}
