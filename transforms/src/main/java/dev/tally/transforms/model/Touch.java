package dev.tally.transforms.model;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import org.joda.time.Instant;

/**
 * An ad event considered for credit: what must be known of it beside its user and store.
 *
 * @param time when it happened, by the device's clock
 */
public record Touch(String eventId, EventType type, Instant time, String adId, String campaignId) {
  /** The number of bits of {@link #fingerprint}. */
  public static final int FINGERPRINT_BITS = 12;

  /**
   * Earlier before later; of one time the smaller fingerprint first, then the smaller id, then an
   * impression before a click of the same id.
   */
  public static final Comparator<Touch> BY_TIME =
      Comparator.comparing(Touch::time)
          .thenComparing(Touch::fingerprint)
          .thenComparing(Touch::eventId)
          .thenComparing(Touch::isClick);

  public static Touch of(AdEvent event) {
    return new Touch(
        event.getEventId(),
        event.getEventType(),
        event.getEventTime(),
        event.getAdId(),
        event.getCampaignId());
  }

  public boolean isClick() {
    return type == EventType.CLICK;
  }

  /** The first 12 bits of the SHA-256 of the event id: what breaks ties of time in a revision. */
  public int fingerprint() {
    byte[] hash = Hashing.sha256().hashString(eventId, StandardCharsets.UTF_8).asBytes();
    return (hash[0] & 0xFF) << 4 | (hash[1] & 0xFF) >>> 4;
  }
}
