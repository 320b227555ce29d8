package dev.tally.transforms.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes one JSON object as UTF-8. A character (UTF-16 code unit) of a string needs at most three
 * bytes, except control characters, quotation marks and backslashes, which JSON escapes. The same
 * value always produces the same bytes.
 *
 * <p>An unpaired surrogate, which UTF-8 cannot represent, is escaped. The decoder of wire records
 * rejects it, so no accepted record contains one.
 */
final class JsonText {
  private static final int USUAL_BYTES = 512;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private JsonText() {}

  /** Writes the fields of an object in order. */
  @FunctionalInterface
  interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static byte[] object(Fields fields) {
    return object(USUAL_BYTES, fields);
  }

  /** Writes an object that is about {@code expectedBytes} long. */
  static byte[] object(int expectedBytes, Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(expectedBytes);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory cannot fail", impossible);
    }
    return bytes.toByteArray();
  }
}
