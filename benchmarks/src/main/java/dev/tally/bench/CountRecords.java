package dev.tally.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.base.Splitter;
import dev.tally.transforms.model.RecordUuid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.joda.time.Instant;

/** Encodes the output records of the job written for Flink, in Tally's wire formats. */
final class CountRecords {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Splitter PARTS = Splitter.on('\n');

  private CountRecords() {}

  /** Returns the record of the counts of one ad and minute. */
  static ProducerRecord<byte[], byte[]> ofCounts(String topic, CountPojo counts) {
    List<String> parts = PARTS.splitToList(counts.key);
    String uuid =
        RecordUuid.ofAdMetric(
                parts.get(0),
                parts.get(1),
                parts.get(2),
                parts.get(3),
                Instant.ofEpochMilli(counts.minute))
            .toString();
    byte[] value =
        json(
            json -> {
              json.writeStringField("record_uuid", uuid);
              json.writeNumberField("revision", counts.impressions + counts.clicks);
              json.writeStringField("region", parts.get(0));
              json.writeStringField("ad_id", parts.get(2));
              json.writeStringField("campaign_id", parts.get(1));
              json.writeStringField("store_id", parts.get(3));
              json.writeNumberField("minute", counts.minute);
              json.writeNumberField("impressions", counts.impressions);
              json.writeNumberField("clicks", counts.clicks);
              json.writeNumberField("repeat_clicks", 0);
              json.writeNumberField("spend_micros", counts.spendMicros);
              json.writeNumberField("invalid_impressions", 0);
              json.writeNumberField("invalid_clicks", 0);
            });
    return new ProducerRecord<>(topic, null, counts.brokerTime, uuid.getBytes(UTF_8), value);
  }

  /** Returns the record of an accepted event. */
  static ProducerRecord<byte[], byte[]> ofEvent(String topic, EventPojo event) {
    List<String> parts = PARTS.splitToList(event.group);
    byte[] value =
        json(
            json -> {
              json.writeStringField("event_id", event.id.substring(1));
              json.writeStringField("event_type", event.isClick() ? "click" : "impression");
              json.writeNumberField("event_time", event.time);
              json.writeStringField("ad_id", parts.get(2));
              json.writeStringField("campaign_id", parts.get(1));
              json.writeStringField("store_id", parts.get(3));
              json.writeStringField("user_id", event.user);
              json.writeStringField("region", parts.get(0));
              json.writeNumberField("cost_micros", event.costMicros);
            });
    return new ProducerRecord<>(topic, null, event.brokerTime, event.user.getBytes(UTF_8), value);
  }

  @FunctionalInterface
  private interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static byte[] json(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(300);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }
}
