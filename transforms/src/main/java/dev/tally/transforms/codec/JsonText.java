package dev.tally.transforms.codec;

import dev.tally.transforms.json.JsonWriter;
import java.util.function.Consumer;

/** Writes a wire record: one JSON object. */
final class JsonText {
  private static final int USUAL_BYTES = 512;

  private JsonText() {}

  static byte[] object(Consumer<JsonWriter> fields) {
    return object(USUAL_BYTES, fields);
  }

  /** Writes an object that is about {@code expectedBytes} long. */
  static byte[] object(int expectedBytes, Consumer<JsonWriter> fields) {
    JsonWriter json = new JsonWriter(expectedBytes).openObject();
    fields.accept(json);
    return json.closeObject().toBytes();
  }
}
