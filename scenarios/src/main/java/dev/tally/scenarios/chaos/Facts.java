package dev.tally.scenarios.chaos;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.RevisionFn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the records of the chaos job. Each contains the record UUID of a fact and the
 * number of times that it was seen.
 */
final class Facts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECORD_UUID = "record_uuid";
  private static final String REVISION = "revision";

  private Facts() {}

  /** Returns the record UUID of the fact with this number. */
  static String uuid(int fact) {
    return UUID.nameUUIDFromBytes(("fact " + fact).getBytes(StandardCharsets.UTF_8)).toString();
  }

  static byte[] encode(String uuid, long revision) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField(RECORD_UUID, uuid);
      json.writeNumberField(REVISION, revision);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Writing to memory does not throw an IOException.
    }
    return bytes.toByteArray();
  }

  /** Decodes a record. */
  static final class FactRevisionFn implements RevisionFn {
    private static final long serialVersionUID = 1L;

    @Override
    public FactRevision of(byte @Nullable [] key, byte[] value) {
      try {
        JsonNode record = JSON.readTree(value);
        return new FactRevision(record.path(RECORD_UUID).asText(), record.path(REVISION).asLong());
      } catch (IOException e) {
        throw new UncheckedIOException("A record in the topic is not one of the chaos job", e);
      }
    }
  }
}
