package dev.tally.transforms.model;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import org.joda.time.Instant;

/**
 * A {@code Touch} is an ad event that is considered for credit. It has the fields that attribution
 * needs beyond the user and the store.
 *
 * @param time when the event happened, by the device's clock
 */
public record Touch(String eventId, EventType type, Instant time, String adId, String campaignId) {
  /** The number of bits of {@link #fingerprint}. */
  public static final int FINGERPRINT_BITS = 12;

  /**
   * Orders touches by time, then by fingerprint, then by event id; an impression comes before a
   * click with the same id.
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

  /**
   * Returns the first 12 bits of the SHA-256 hash of the event id. In a revision they break the tie
   * between touches of the same time.
   */
  public int fingerprint() {
    byte[] hash = Hashing.sha256().hashString(eventId, StandardCharsets.UTF_8).asBytes();
    return (hash[0] & 0xFF) << 4 | (hash[1] & 0xFF) >>> 4;
  }
}
