package dev.tally.transforms.format;

import dev.tally.transforms.format.ProtoSchema.Field;
import dev.tally.transforms.format.ProtoSchema.Message;
import dev.tally.transforms.format.ProtoSchema.Presence;
import dev.tally.transforms.format.ProtoSchema.Symbols;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a descriptor set, which {@code protoc --include_imports --descriptor_set_out=FILE} writes.
 * It is a message itself; the numbers of its fields are those of {@code
 * google/protobuf/descriptor.proto}.
 */
final class DescriptorSet {
  private static final int REPEATED = 3;

  private final ProtoSchema schema = new ProtoSchema();
  private final boolean isProto3;

  private DescriptorSet(boolean isProto3) {
    this.isProto3 = isProto3;
  }

  /**
   * Returns the schema that a descriptor set contains.
   *
   * @throws IllegalArgumentException if the bytes are not a descriptor set
   */
  static ProtoSchema read(byte[] set) {
    ProtoSchema all = new ProtoSchema();
    ProtoFields.read(set).messages(1).forEach(file -> readFile(file, all));
    return all;
  }

  private static void readFile(ProtoFields file, ProtoSchema all) {
    String syntax = file.text(12);
    if (syntax.equals("editions")) {
      throw new IllegalArgumentException(
          "%s has an edition, which is not supported: use the syntax proto2 or proto3"
              .formatted(file.text(1)));
    }
    DescriptorSet reader = new DescriptorSet(syntax.equals("proto3"));
    reader.readTypes(file.messages(4), file.messages(5), file.text(2), List.of());
    all.addAll(reader.schema);
  }

  private void readTypes(
      List<ProtoFields> messages, List<ProtoFields> enums, String scope, List<Integer> indexes) {
    for (int index = 0; index < messages.size(); index++) {
      List<Integer> inner = new ArrayList<>(indexes);
      inner.add(index);
      readMessage(messages.get(index), scope, inner);
    }
    enums.forEach(one -> schema.add(fullName(scope, one.text(1)), symbols(one)));
  }

  private void readMessage(ProtoFields message, String scope, List<Integer> indexes) {
    String name = fullName(scope, message.text(1));
    boolean isMapEntry = message.messages(7).stream().anyMatch(options -> options.integer(7) == 1);
    List<Field> fields =
        message.messages(2).stream().map(field -> field(field, isProto3 || isMapEntry)).toList();
    schema.add(new Message(name, List.copyOf(indexes), fields, isMapEntry));
    readTypes(message.messages(3), message.messages(4), name, indexes);
  }

  /**
   * Returns a field.
   *
   * @param hasDefaults whether a field that is not set has the default of its type
   */
  private static Field field(ProtoFields field, boolean hasDefaults) {
    boolean isRepeated = field.integer(4) == REPEATED;
    boolean isInOneof = field.has(9);
    ProtoType protoType = ProtoType.numbered(field.integer(5));
    boolean implicit = hasDefaults && !isRepeated && !isInOneof && protoType != ProtoType.MESSAGE;
    return new Field(
        field.text(1),
        field.integer(3),
        protoType,
        isRepeated,
        field.text(6).replaceFirst("^\\.", ""),
        field.has(7) ? field.text(7) : null,
        implicit ? Presence.IMPLICIT : Presence.EXPLICIT,
        isInOneof && field.integer(17) == 0 ? field.integer(9) : -1);
  }

  private Symbols symbols(ProtoFields type) {
    Map<Integer, String> names = new LinkedHashMap<>();
    type.messages(2).forEach(value -> names.putIfAbsent(value.integer(2), value.text(1)));
    return new Symbols(names, !isProto3);
  }

  private static String fullName(String scope, String name) {
    return scope.isEmpty() ? name : scope + "." + name;
  }
}
