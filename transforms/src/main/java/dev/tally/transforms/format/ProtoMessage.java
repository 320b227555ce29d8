package dev.tally.transforms.format;

import dev.tally.transforms.format.ProtoReaders.FieldReader;
import dev.tally.transforms.format.Slots.Kind;
import java.util.List;
import java.util.Map;

/**
 * Reads a message of Protobuf up to the end of the current range. Fields to which no path refers,
 * and unknown fields, are skipped.
 *
 * @param fields the readers of fields, by number
 * @param defaults the values of fields that are not set
 */
record ProtoMessage(Map<Integer, FieldReader> fields, List<Default> defaults)
    implements BinaryReader {
  /**
   * The value of a field that is not set.
   *
   * @param kind the type of the value
   * @param text the value; for a flag, {@code true} or {@code false}
   */
  record Default(int slot, Kind kind, String text) {
    void set(Slots out) {
      if (out.kind(slot) != null) {
        return;
      }
      switch (kind) {
        case INTEGER -> out.setInteger(slot, Long.parseLong(text));
        case FLAG -> out.setFlag(slot, text.equals("true"));
        default -> out.setText(slot, kind, text);
      }
    }
  }

  @Override
  public void read(ByteCursor in, Slots out) throws MalformedInput {
    in.enter();
    while (!in.isAtEnd()) {
      int tag = ProtoWire.tag(in);
      FieldReader field = fields.get(ProtoWire.number(tag));
      if (field == null || !field.read(ProtoWire.wire(tag), in, out)) {
        ProtoWire.skip(tag, in);
      }
    }
    for (Default absent : defaults) {
      absent.set(out);
    }
    in.leave();
  }
}
