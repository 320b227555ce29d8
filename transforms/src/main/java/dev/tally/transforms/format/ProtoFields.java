package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The integers and byte sequences of one message, by the numbers of its fields. */
final class ProtoFields {
  private final Map<Integer, List<Long>> integers = new HashMap<>();
  private final Map<Integer, List<byte[]>> bytes = new HashMap<>();

  private ProtoFields() {}

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if the bytes are no message
   */
  static ProtoFields read(byte[] message) {
    ProtoFields fields = new ProtoFields();
    ByteCursor in = new ByteCursor(message);
    try {
      while (!in.isAtEnd()) {
        fields.add(ProtoWire.tag(in), in);
      }
    } catch (MalformedInput e) {
      throw new IllegalArgumentException(
          "not a descriptor set (protoc --include_imports --descriptor_set_out)", e);
    }
    return fields;
  }

  private void add(int tag, ByteCursor in) throws MalformedInput {
    int number = ProtoWire.number(tag);
    switch (ProtoWire.wire(tag)) {
      case ProtoWire.VARINT ->
          integers.computeIfAbsent(number, n -> new ArrayList<>()).add(in.varint());
      case ProtoWire.LENGTH -> {
        int length = (int) Math.min(Integer.MAX_VALUE, in.varint());
        int from = in.skip(length);
        bytes
            .computeIfAbsent(number, n -> new ArrayList<>())
            .add(Arrays.copyOfRange(in.bytes(), from, from + length));
      }
      default -> ProtoWire.skip(tag, in);
    }
  }

  boolean has(int number) {
    return integers.containsKey(number) || bytes.containsKey(number);
  }

  /** Returns the last integer of a field; 0 if it has none. */
  int integer(int number) {
    List<Long> values = integers.getOrDefault(number, List.of(0L));
    return values.get(values.size() - 1).intValue();
  }

  /** Returns the last text of a field; empty if it has none. */
  String text(int number) {
    List<byte[]> values = bytes.getOrDefault(number, List.of());
    return values.isEmpty() ? "" : new String(values.get(values.size() - 1), UTF_8);
  }

  List<ProtoFields> messages(int number) {
    return bytes.getOrDefault(number, List.of()).stream().map(ProtoFields::read).toList();
  }
}
