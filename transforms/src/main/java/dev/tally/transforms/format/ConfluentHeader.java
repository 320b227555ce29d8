package dev.tally.transforms.format;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of Confluent's wire format, a zero byte and the id of a schema in 4 bytes, and
 * then a value of that schema.
 *
 * @param byId the readers of the schemas that the mapping lists
 * @param otherwise the reader of all other schemas; null if they are rejected
 */
record ConfluentHeader(Map<Integer, BinaryReader> byId, @Nullable BinaryReader otherwise)
    implements BinaryReader {
  @Override
  public void read(ByteCursor in, Slots out) throws MalformedInput {
    if (in.next() != 0) {
      throw MalformedInput.of("no header of Confluent's wire format");
    }
    int id = Integer.reverseBytes(in.fixed32());
    BinaryReader reader = byId.getOrDefault(id, otherwise);
    if (reader == null) {
      throw MalformedInput.of(
          "the schema id %s, which \"schemas\" does not list"
              .formatted(Integer.toUnsignedString(id)));
    }
    reader.read(in, out);
  }
}
