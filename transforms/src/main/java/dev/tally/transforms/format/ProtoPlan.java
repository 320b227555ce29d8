package dev.tally.transforms.format;

import dev.tally.transforms.format.ProtoMessage.Default;
import dev.tally.transforms.format.ProtoReaders.FieldReader;
import dev.tally.transforms.format.ProtoReaders.MapEntry;
import dev.tally.transforms.format.ProtoReaders.Scalar;
import dev.tally.transforms.format.ProtoSchema.Field;
import dev.tally.transforms.format.ProtoSchema.Message;
import dev.tally.transforms.format.ProtoSchema.Presence;
import dev.tally.transforms.format.ProtoSchema.Symbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a message of Protobuf together with the paths of a mapping: fields to which no path
 * refers are skipped.
 */
final class ProtoPlan {
  private static final String TIMESTAMP = "google.protobuf.Timestamp";
  private static final String WELL_KNOWN = "google.protobuf.";
  private static final String WRAPPER = "Value";

  private final ProtoSchema schema;
  private final BinarySplit split;
  private final ReachedSlots reached;

  private ProtoPlan(ProtoSchema schema, BinarySplit split, ReachedSlots reached) {
    this.schema = schema;
    this.split = split;
    this.reached = reached;
  }

  /**
   * Returns a reader of messages.
   *
   * @param input the paths that begin at the input
   * @param split how a list is split, if the shape contains one
   * @throws IllegalArgumentException if a type is missing, or the list that is split is not a
   *     repeated field of the message itself
   */
  static BinaryReader compile(
      ProtoSchema schema, Message message, Shape input, BinarySplit split, ReachedSlots reached) {
    ProtoPlan plan = new ProtoPlan(schema, split, reached);
    for (Field field : message.fields()) {
      Shape shape = input.childNamed(field.name());
      if (shape != null && shape.isSplit()) {
        return plan.splitField(field, plan.message(message, input));
      }
    }
    return plan.message(message, input);
  }

  private BinaryReader splitField(Field field, BinaryReader others) {
    if (!field.isRepeated() || field.type() != ProtoType.MESSAGE) {
      throw new IllegalArgumentException(
          "split: %s is not a repeated field of messages".formatted(field.name()));
    }
    reached.split();
    BinaryReader item = message(schema.message(field.typeName()), split.shape());
    return new ProtoSplit(field.number() << 3 | ProtoWire.LENGTH, others, split.item(item));
  }

  private BinaryReader message(Message message, Shape shape) {
    Map<Integer, FieldReader> readers = new HashMap<>();
    List<Default> defaults = new ArrayList<>();
    for (Field field : message.fields()) {
      Shape child = shape.childNamed(field.name());
      FieldReader reader = child == null || child.isSplit() ? null : field(field, child);
      if (child != null && reader != null) {
        readers.put(field.number(), reader);
        addDefault(field, child.slot(), defaults);
      }
    }
    addOneofs(message, shape, readers);
    return new ProtoMessage(Map.copyOf(readers), List.copyOf(defaults));
  }

  /** Returns the reader of a field; null if it cannot be read. */
  private @Nullable FieldReader field(Field field, Shape shape) {
    if (field.type() == ProtoType.GROUP) {
      return null;
    }
    if (field.isRepeated()) {
      FieldReader elements = repeated(field, shape);
      return shape.slot() == Shape.NONE ? elements : noted(shape.slot(), elements);
    }
    return single(field, shape);
  }

  private @Nullable FieldReader single(Field field, Shape shape) {
    if (field.type() == ProtoType.MESSAGE) {
      return nested(schema.message(field.typeName()), shape);
    }
    if (shape.slot() == Shape.NONE) {
      return null;
    }
    reached.add(shape.slot());
    return new Scalar(field.type(), symbols(field), shape.slot());
  }

  private @Nullable Symbols symbols(Field field) {
    return field.type() == ProtoType.ENUM ? schema.symbols(field.typeName()) : null;
  }

  private FieldReader nested(Message message, Shape shape) {
    if (shape.slot() == Shape.NONE) {
      return new ProtoReaders.Nested(message(message, shape));
    }
    if (!shape.hasChildren() && message.name().equals(TIMESTAMP)) {
      reached.add(shape.slot());
      return new ProtoReaders.Nested(new ProtoReaders.Timestamp(shape.slot()));
    }
    if (!shape.hasChildren() && isWrapper(message)) {
      return new ProtoReaders.Nested(wrapped(message.fields().get(0), shape));
    }
    return noted(shape.slot(), new ProtoReaders.Nested(message(message, shape)));
  }

  private static boolean isWrapper(Message message) {
    return message.name().startsWith(WELL_KNOWN)
        && message.name().endsWith(WRAPPER)
        && message.fields().size() == 1;
  }

  private BinaryReader wrapped(Field value, Shape shape) {
    FieldReader reader = single(value, shape);
    List<Default> defaults = new ArrayList<>();
    addDefault(value, shape.slot(), defaults);
    return new ProtoMessage(
        reader == null ? Map.of() : Map.of(value.number(), reader), List.copyOf(defaults));
  }

  private FieldReader noted(int slot, FieldReader value) {
    reached.add(slot);
    return new ProtoReaders.Noted(slot, value);
  }

  private FieldReader repeated(Field field, Shape shape) {
    if (field.type() == ProtoType.MESSAGE && schema.message(field.typeName()).isMapEntry()) {
      return mapEntry(schema.message(field.typeName()), shape);
    }
    Map<Integer, FieldReader> byIndex = new HashMap<>();
    shape
        .elements()
        .forEach(
            (index, element) -> {
              FieldReader reader = single(field, element);
              if (reader != null) {
                byIndex.put(index, reader);
              }
            });
    return new ProtoReaders.Repeated(field.type(), shape.id(), Map.copyOf(byIndex));
  }

  private FieldReader mapEntry(Message entry, Shape shape) {
    Map<String, MapEntry.EntryValue> byKey = new HashMap<>();
    shape.named().forEach((key, value) -> byKey.put(key, entryValue(entryField(entry, 2), value)));
    Scalar key = new Scalar(entryField(entry, 1).type(), null, 0);
    return new MapEntry(key, Map.copyOf(byKey));
  }

  private MapEntry.EntryValue entryValue(Field value, Shape shape) {
    FieldReader reader = single(value, shape);
    List<Default> defaults = new ArrayList<>();
    addDefault(value, shape.slot(), defaults);
    return new MapEntry.EntryValue(
        new ProtoMessage(
            reader == null ? Map.of() : Map.of(value.number(), reader), List.copyOf(defaults)),
        Subtree.of(List.of(shape)));
  }

  private static Field entryField(Message entry, int number) {
    return entry.fields().stream()
        .filter(field -> field.number() == number)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the map %s is invalid".formatted(entry.name())));
  }

  /** Adds what a path to a field that is not set finds. */
  private void addDefault(Field field, int slot, List<Default> defaults) {
    boolean none = field.declared() == null && field.presence() == Presence.EXPLICIT;
    if (slot != Shape.NONE && !none && !field.isRepeated()) {
      ProtoDefaults.of(field, symbols(field))
          .ifPresent(value -> defaults.add(new Default(slot, value.kind(), value.text())));
    }
  }

  private void addOneofs(Message message, Shape shape, Map<Integer, FieldReader> readers) {
    Map<Integer, List<Field>> oneofs = new HashMap<>();
    for (Field field : message.fields()) {
      if (field.oneof() >= 0) {
        oneofs.computeIfAbsent(field.oneof(), number -> new ArrayList<>()).add(field);
      }
    }
    oneofs.values().forEach(members -> addOneof(members, shape, readers));
  }

  /** Makes each member of a oneof clear the others, also if no path refers to the member. */
  private void addOneof(List<Field> members, Shape shape, Map<Integer, FieldReader> readers) {
    for (Field member : members) {
      List<Shape> others = new ArrayList<>();
      for (Field other : members) {
        Shape node = shape.childNamed(other.name());
        if (node != null && other.number() != member.number()) {
          others.add(node);
        }
      }
      if (!others.isEmpty()) {
        FieldReader reader = readers.get(member.number());
        FieldReader skip = new ProtoReaders.Skip(member.number() << 3 | member.type().wire());
        readers.put(
            member.number(),
            new ProtoReaders.OneOf(reader == null ? skip : reader, Subtree.of(others)));
      }
    }
  }
}
