package dev.tally.transforms.codec;

import dev.tally.transforms.json.JsonNames;
import dev.tally.transforms.model.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defines the fields of a wire record: their names, their JSON types, and the reason for which an
 * integer that overflows is rejected.
 */
final class WireFields {
  /** The index of a field that the wire format does not have. */
  static final int UNKNOWN = JsonNames.UNKNOWN;

  private final JsonNames names = new JsonNames();
  private final List<Field> fields = new ArrayList<>();

  private enum Type {
    TEXT("a string"),
    INTEGER("an integer"),
    FLAG("true or false"),
    LIST("a list of objects");

    private final String description;

    Type(String description) {
      this.description = description;
    }
  }

  /**
   * One field.
   *
   * @param reasonOfOverflow for an integer, why one that overflows is rejected
   * @param elements for a list, the fields of its objects
   * @param ignoresInvalid whether an invalid value counts as absent instead of being rejected
   */
  private record Field(
      String name,
      Type type,
      Reason reasonOfOverflow,
      @Nullable WireFields elements,
      boolean ignoresInvalid) {
    Field(String name, Type type, Reason reasonOfOverflow, @Nullable WireFields elements) {
      this(name, type, reasonOfOverflow, elements, false);
    }
  }

  /** Returns the same fields with the same indexes, to which more can be added. */
  WireFields copy() {
    WireFields copy = new WireFields();
    fields.forEach(copy::add);
    return copy;
  }

  /** Adds a string field and returns its index. */
  int text(String name) {
    return add(new Field(name, Type.TEXT, Reason.WRONG_TYPE, null));
  }

  /** Adds a string field whose value counts as absent if it is invalid, and returns its index. */
  int textIfValid(String name) {
    return add(new Field(name, Type.TEXT, Reason.WRONG_TYPE, null, true));
  }

  /**
   * Adds an integer field and returns its index. An integer that does not fit into 64 bits is
   * rejected for the reason {@code onOverflow}.
   */
  int integer(String name, Reason onOverflow) {
    return add(new Field(name, Type.INTEGER, onOverflow, null));
  }

  /** Adds a boolean field and returns its index. */
  int flag(String name) {
    return add(new Field(name, Type.FLAG, Reason.WRONG_TYPE, null));
  }

  /** Adds a field that is a list of objects with these fields, and returns its index. */
  int list(String name, WireFields elements) {
    return add(new Field(name, Type.LIST, Reason.WRONG_TYPE, elements));
  }

  /** Returns the fields of a list's objects; null if the field is not a list. */
  @Nullable WireFields elements(int field) {
    return fields.get(field).elements;
  }

  int size() {
    return fields.size();
  }

  /** Returns the names of the fields; the index of a name is that of the field. */
  JsonNames names() {
    return names;
  }

  String name(int field) {
    return fields.get(field).name;
  }

  boolean isText(int field) {
    return fields.get(field).type == Type.TEXT;
  }

  boolean isInteger(int field) {
    return fields.get(field).type == Type.INTEGER;
  }

  boolean isFlag(int field) {
    return fields.get(field).type == Type.FLAG;
  }

  /** Returns true if an invalid value of the field counts as absent. */
  boolean ignoresInvalid(int field) {
    return fields.get(field).ignoresInvalid;
  }

  /** Returns the type of a field for use in a message. */
  String type(int field) {
    return fields.get(field).type.description;
  }

  Reason reasonOfOverflow(int field) {
    return fields.get(field).reasonOfOverflow;
  }

  private int add(Field field) {
    fields.add(field);
    return names.add(field.name);
  }
}
