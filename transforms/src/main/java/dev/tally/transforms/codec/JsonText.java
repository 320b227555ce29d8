package dev.tally.transforms.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes one JSON object as ASCII: other characters are escaped, so that even half a surrogate pair
 * comes back as it was. The same value always gives the same bytes.
 */
final class JsonText {
  private static final int USUAL_BYTES = 512;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonText() {}

  /** Writes the fields of an object, in order. */
  @FunctionalInterface
  interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static byte[] object(Fields fields) {
    return object(USUAL_BYTES, fields);
  }

  /** Writes an object of about so many bytes. */
  static byte[] object(int expectedBytes, Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expectedBytes);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory cannot fail to be written", impossible);
    }
    return bytes.toByteArray();
  }
}
