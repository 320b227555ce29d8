package dev.tally.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.joda.time.Instant;

/**
 * Derives record UUIDs. A record UUID is a name-based UUID, so that a replay, another region and
 * another runner all derive the same id for the same fact.
 *
 * <p>The name is the record type followed by the parts of the natural key, each as its length in
 * bytes (4 bytes, big-endian) followed by its UTF-8 bytes, so that two different keys never have
 * the same name. In Kafka the UUID is written as text, for example {@code
 * 2ed6657d-e927-568b-95e1-2665a8aea6a2}.
 *
 * <p>Source: RFC 9562, section 5.5 (version 5).
 */
public final class RecordUuid {
  /**
   * The namespace of Tally's records. Changing it changes every record UUID, so that stores would
   * count every record again.
   */
  public static final UUID NAMESPACE = UUID.fromString("b021c603-6deb-4026-8aa1-e0b9b94781e2");

  private static final String AD_METRIC = "ad-metric";
  private static final String ATTRIBUTED_ORDER = "attributed-order";
  private static final String CAMPAIGN_SPEND = "campaign-spend";
  private static final String CAMPAIGN_REACH = "campaign-reach";

  // A generator locks its digest; one per thread avoids contention between parallel subtasks.
  private static final ThreadLocal<NameBasedGenerator> GENERATOR =
      ThreadLocal.withInitial(() -> Generators.nameBasedGenerator(NAMESPACE));

  private RecordUuid() {}

  /** Returns the record UUID of the metric with these dimensions and this minute. */
  public static UUID ofAdMetric(
      String region, String campaignId, String adId, String storeId, Instant minute) {
    return of(AD_METRIC, region, campaignId, adId, storeId, Long.toString(minute.getMillis()));
  }

  /**
   * Returns the record UUID of an order that was attributed by one model.
   *
   * @param model the model's name in the wire format, for example {@code last_touch}
   */
  public static UUID ofAttributedOrder(String model, String orderId) {
    return of(ATTRIBUTED_ORDER, model, orderId);
  }

  /**
   * Returns the record UUID of the spend of a campaign on a day.
   *
   * @param day the start of the UTC day
   */
  public static UUID ofCampaignSpend(String campaignId, Instant day) {
    return of(CAMPAIGN_SPEND, campaignId, Long.toString(day.getMillis()));
  }

  /**
   * Returns the record UUID of the reach of a campaign on a day by one type of event.
   *
   * @param day the start of the UTC day
   */
  public static UUID ofCampaignReach(String campaignId, Instant day, EventType type) {
    return of(CAMPAIGN_REACH, campaignId, Long.toString(day.getMillis()), type.wireName());
  }

  /**
   * Returns the record UUID of a record with this natural key.
   *
   * @param recordType the type of the record, for example {@code ad-metric}
   * @param key the parts of the natural key; instants as decimal epoch milliseconds
   */
  public static UUID of(String recordType, String... key) {
    return GENERATOR.get().generate(name(recordType, key));
  }

  private static byte[] name(String recordType, String[] key) {
    byte[][] parts = new byte[key.length + 1][];
    parts[0] = recordType.getBytes(UTF_8);
    int length = Integer.BYTES + parts[0].length;
    for (int i = 0; i < key.length; i++) {
      parts[i + 1] = key[i].getBytes(UTF_8);
      length += Integer.BYTES + parts[i + 1].length;
    }
    ByteBuffer name = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      name.putInt(part.length).put(part);
    }
    return name.array();
  }
}
