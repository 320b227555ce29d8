package dev.tally.transforms.json;

/** The name of a field, encoded once, for records of which there is one per event. */
public final class JsonName {
  private final byte[] encoded;

  private JsonName(byte[] encoded) {
    this.encoded = encoded;
  }

  /** Returns a name. */
  public static JsonName of(String name) {
    return new JsonName(JsonWriter.encodedName(name));
  }

  /** Returns the name in quotation marks and the colon after it. */
  byte[] encoded() {
    return encoded;
  }
}
