package dev.tally.pipelines.ports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tally.io.kafka.RevisionFn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells fact and revision by fields of a JSON record; stands in job graphs. */
public final class JsonRevisionFn implements RevisionFn {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_ORDER = "";
  private final String order;
  private final String[] fact;

  private JsonRevisionFn(String order, String... fact) {
    this.order = order;
    this.fact = fact;
  }

  /**
   * Of records whose fact is named by some fields.
   *
   * @param order the field that only grows
   */
  public static JsonRevisionFn of(String order, String... fact) {
    return new JsonRevisionFn(order, fact);
  }

  /** Of records that state a fact once. */
  public static JsonRevisionFn ofFact(String... fact) {
    return new JsonRevisionFn(NO_ORDER, fact);
  }

  @Override
  public Revision of(byte @Nullable [] key, byte[] value) {
    try {
      JsonNode record = JSON.readTree(value);
      String name =
          Arrays.stream(fact)
              .map(field -> field(record, field).asText())
              .map(text -> text.length() + ":" + text)
              .collect(Collectors.joining());
      return new Revision(name, order.equals(NO_ORDER) ? 0 : field(record, order).asLong());
    } catch (IOException e) {
      throw new UncheckedIOException("A record of this topic is not JSON", e);
    }
  }

  private static JsonNode field(JsonNode record, String field) {
    JsonNode value = record.get(field);
    if (value == null) {
      throw new IllegalStateException(
          "A record of this topic has no field %s: something else has written to it."
              .formatted(field));
    }
    return value;
  }
}
