package dev.tally.transforms.model;

import java.util.UUID;
import org.joda.time.Instant;

/**
 * A {@code CampaignReach} is the set of users who have seen or clicked ads of a campaign on a UTC
 * day. Of the records with the same record UUID, the one with the highest revision wins.
 *
 * @param day the start of the UTC day
 * @param eventType which events the users have caused: users with impressions are the campaign's
 *     reach, users with clicks its unique clickers
 * @param users the users, without those whose id is a placeholder
 * @param brokerTime the latest broker time of the events; in Kafka it is the timestamp of the
 *     record and not a field of the value
 */
public record CampaignReach(
    long revision,
    String campaignId,
    Instant day,
    EventType eventType,
    UserSketch users,
    Instant brokerTime) {
  /** Returns the record UUID, derived from the campaign, the day and the event type. */
  public UUID recordUuid() {
    return RecordUuid.ofCampaignReach(campaignId, day, eventType);
  }
}
