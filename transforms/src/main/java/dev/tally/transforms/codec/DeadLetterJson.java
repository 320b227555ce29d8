package dev.tally.transforms.codec;

import dev.tally.transforms.model.DeadLetter;

/**
 * The wire format of {@code dead-letters}: where the refused record stood, why it was refused, and
 * its payload whole, as base64 (null for a null value). The Kafka key is the reason.
 *
 * <p>Limits: a third longer than the payload, so the topic must take larger records than the raw
 * ones.
 */
public final class DeadLetterJson {
  private DeadLetterJson() {}

  /** The letter as UTF-8 JSON, fields in the order of the wire table. */
  public static byte[] encode(DeadLetter letter) {
    return JsonText.object(
        json -> {
          json.writeStringField("step", letter.getStep());
          json.writeStringField("reason", letter.getReason().name());
          json.writeStringField("detail", letter.getDetail());
          json.writeStringField("region", letter.getRegion());
          json.writeStringField("topic", letter.getTopic());
          json.writeNumberField("partition", letter.getPartition());
          json.writeNumberField("offset", letter.getOffset());
          json.writeNumberField("broker_time", letter.getBrokerTime().getMillis());
          byte[] payload = letter.getPayload();
          if (payload == null) {
            json.writeNullField("payload");
          } else {
            json.writeBinaryField("payload", payload);
          }
        });
  }
}
