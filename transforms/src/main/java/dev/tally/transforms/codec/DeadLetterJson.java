package dev.tally.transforms.codec;

import com.google.common.hash.Hashing;
import dev.tally.transforms.json.JsonWriter;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.RawRecord;

/**
 * Writes the wire format of {@link DefaultNames#DEAD_LETTERS}: the location of the rejected record,
 * why it was rejected, and its whole payload as base64 (null for a null value).
 *
 * <p>Limits: base64 makes the payload a third longer. If a dead letter would exceed the limit of
 * its topic, {@code payload} is null, {@code payload_omitted} is true, and {@code payload_bytes}
 * and {@code payload_sha256} are the length and the SHA-256 of the payload. The record itself can
 * still be read at its location.
 */
public final class DeadLetterJson {
  private static final String PAYLOAD = "payload";
  private static final int FIELDS_BYTES = 512;

  private DeadLetterJson() {}

  /**
   * Returns the Kafka key: the location of the rejected record, for example {@code
   * eu/ad-events-3@1207}. A result that was too large to be written has no location; its key ends
   * with a fingerprint of its payload, for example {@code eu/ad-metrics@7f83b1657ff1fc53}.
   */
  public static String key(DeadLetter letter) {
    byte[] payload = letter.getPayload();
    return letter.getOffset() >= 0 || payload == null
        ? letter.getRecord().toString()
        : letter.getRegion() + "/" + letter.getTopic() + "@" + sha256(payload).substring(0, 16);
  }

  /**
   * Returns the dead letter as JSON, with the fields in a fixed order.
   *
   * @param recordBytes the maximum size of a record in the topic
   */
  public static byte[] encode(DeadLetter letter, int recordBytes) {
    byte[] payload = letter.getPayload();
    boolean whole = payload == null || RecordLimits.deadLetterFits(payload.length, recordBytes);
    return JsonText.object(
        FIELDS_BYTES + (whole ? RecordLimits.base64(payload) : 0),
        json -> {
          json.field("step", letter.getStep());
          json.field("reason", letter.getReason().name());
          json.field("detail", cut(letter.getDetail()));
          json.field("region", letter.getRegion());
          json.field("topic", letter.getTopic());
          json.field("partition", letter.getPartition());
          json.field("offset", letter.getOffset());
          if (letter.getRecord().getPiece() != RawRecord.WHOLE) {
            json.field("piece", letter.getRecord().getPiece());
          }
          json.field("broker_time", letter.getBrokerTime().getMillis());
          if (payload == null) {
            json.nullField(PAYLOAD);
          } else if (whole) {
            json.base64Field(PAYLOAD, payload);
          } else {
            writeDigest(payload, json);
          }
        });
  }

  private static void writeDigest(byte[] payload, JsonWriter json) {
    json.nullField(PAYLOAD);
    json.field("payload_omitted", true);
    json.field("payload_bytes", payload.length);
    json.field("payload_sha256", sha256(payload));
  }

  private static String sha256(byte[] payload) {
    return Hashing.sha256().hashBytes(payload).toString();
  }

  private static String cut(String detail) {
    return detail.substring(0, Math.min(detail.length(), RecordLimits.DETAIL_CHARACTERS));
  }
}
