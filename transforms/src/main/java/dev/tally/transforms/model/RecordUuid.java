package dev.tally.transforms.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.joda.time.Instant;

/**
 * The id of one output record: name-based, so that a replay, another region and another runner all
 * give the same fact the same id.
 *
 * <p>The name is the record type followed by the parts of the natural key, each as its length in
 * bytes (4 bytes, big-endian) and its UTF-8, so that no two keys share a name. In Kafka it is
 * written as text, for example {@code 2ed6657d-e927-568b-95e1-2665a8aea6a2}.
 *
 * <p>Source: RFC 9562, section 5.5 (version 5).
 */
public final class RecordUuid {
  /** The namespace of Tally's records. To change it is to count every record again. */
  public static final UUID NAMESPACE = UUID.fromString("b021c603-6deb-4026-8aa1-e0b9b94781e2");

  private static final String AD_METRIC = "ad-metric";
  private static final String ATTRIBUTED_ORDER = "attributed-order";

  // A generator locks its digest: one a thread keeps parallel subtasks out of each other's way.
  private static final ThreadLocal<NameBasedGenerator> GENERATOR =
      ThreadLocal.withInitial(() -> Generators.nameBasedGenerator(NAMESPACE));

  private RecordUuid() {}

  /** The id of the metric with these dimensions and this minute. */
  public static UUID ofAdMetric(
      String region, String campaignId, String adId, String storeId, Instant minute) {
    return of(AD_METRIC, region, campaignId, adId, storeId, Long.toString(minute.getMillis()));
  }

  /**
   * The id of what an order is credited to by one attribution model.
   *
   * @param model its name on the wire, for example {@code last_touch}
   */
  public static UUID ofAttributedOrder(String model, String orderId) {
    return of(ATTRIBUTED_ORDER, model, orderId);
  }

  /**
   * The id of a record.
   *
   * @param recordType what kind of record it is, for example {@code ad-metric}
   * @param key its natural key, part by part; instants as decimal epoch milliseconds
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
