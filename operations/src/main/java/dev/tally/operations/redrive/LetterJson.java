package dev.tally.operations.redrive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the wire format that {@link dev.tally.transforms.codec.DeadLetterJson} writes. */
public final class LetterJson {
  /** A payload may be longer than Jackson's default limit of strings. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private static final byte[] OMITTED = {};

  private LetterJson() {}

  /**
   * Reads a dead letter.
   *
   * @throws IOException if the value is not a dead letter
   */
  public static StoredLetter read(byte[] value) throws IOException {
    JsonNode json = parse(value);
    String sha256 = json.path("payload_omitted").asBoolean() ? text(json, "payload_sha256") : null;
    return new StoredLetter(
        text(json, "step"), text(json, "reason"), record(json, payload(json, sha256)), sha256);
  }

  /** Returns a missing node if the value is not JSON: Jackson's message would quote the value. */
  private static JsonNode parse(byte[] value) throws IOException {
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static byte @Nullable [] payload(JsonNode json, @Nullable String sha256)
      throws IOException {
    JsonNode payload = field(json, "payload");
    if (payload.isNull()) {
      return sha256 == null ? null : OMITTED;
    }
    return payload.binaryValue();
  }

  private static RawRecord record(JsonNode json, byte @Nullable [] payload) throws IOException {
    RawRecord record =
        RawRecord.of(
            text(json, "region"),
            text(json, "topic"),
            field(json, "partition").asInt(),
            field(json, "offset").asLong(),
            Instant.ofEpochMilli(field(json, "broker_time").asLong()),
            payload);
    int piece = json.path("piece").asInt(RawRecord.WHOLE);
    return piece == RawRecord.WHOLE || payload == null ? record : record.piece(piece, payload);
  }

  private static String text(JsonNode json, String name) throws IOException {
    return field(json, name).asText();
  }

  private static JsonNode field(JsonNode json, String name) throws IOException {
    JsonNode field = json.get(name);
    if (field == null) {
      throw new IOException("not a dead letter of Tally, the field %s is missing".formatted(name));
    }
    return field;
  }
}
