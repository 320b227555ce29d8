package dev.tally.pipelines.ports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.RevisionFn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads fact and revision from fields of a JSON record; it is serialized as part of the job graph.
 */
public final class JsonRevisionFn implements RevisionFn {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_REVISION = "";
  private final String revisionField;
  private final String[] fact;

  private JsonRevisionFn(String revisionField, String... fact) {
    this.revisionField = revisionField;
    this.fact = fact;
  }

  /**
   * Returns a function for records that state a fact in several revisions.
   *
   * @param revisionField the field with the revision
   * @param fact the fields that identify the fact
   */
  public static JsonRevisionFn of(String revisionField, String... fact) {
    return new JsonRevisionFn(revisionField, fact);
  }

  /** Returns a function for records that state each fact once, identified by these fields. */
  public static JsonRevisionFn ofFact(String... fact) {
    return new JsonRevisionFn(NO_REVISION, fact);
  }

  @Override
  public FactRevision of(byte @Nullable [] key, byte[] value) {
    try {
      JsonNode record = JSON.readTree(value);
      String name =
          Arrays.stream(fact)
              .map(field -> field(record, field).asText())
              .map(text -> text.length() + ":" + text)
              .collect(Collectors.joining());
      return new FactRevision(
          name, revisionField.equals(NO_REVISION) ? 0 : field(record, revisionField).asLong());
    } catch (IOException e) {
      throw new UncheckedIOException("A record of this topic is not JSON", e);
    }
  }

  private static JsonNode field(JsonNode record, String field) {
    JsonNode value = record.get(field);
    if (value == null) {
      throw new IllegalStateException(
          "A record of this topic has no field %s: another program has written to the topic."
              .formatted(field));
    }
    return value;
  }
}
