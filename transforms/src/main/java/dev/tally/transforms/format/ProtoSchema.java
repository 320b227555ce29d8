package dev.tally.transforms.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages and enums of a descriptor set of Protobuf, by their full names. */
final class ProtoSchema {
  private final Map<String, Message> messages = new HashMap<>();
  private final Map<String, Symbols> enums = new HashMap<>();

  /** Whether a field that is not set has a value. */
  enum Presence {
    /** It has none. */
    EXPLICIT,
    /** It has the default of its type. */
    IMPLICIT
  }

  /**
   * A message.
   *
   * @param indexes the index of the message in its file, or in the message that contains it, after
   *     the index of that one
   * @param isMapEntry whether it is an entry of a map, with the fields 1 (key) and 2 (value)
   */
  record Message(String name, List<Integer> indexes, List<Field> fields, boolean isMapEntry) {}

  /**
   * A field of a message.
   *
   * @param typeName the full name of its message or enum; empty for other types
   * @param declared the default that the schema declares; null if it declares none
   * @param oneof the number of the group of fields of which at most one is set; negative if none
   */
  record Field(
      String name,
      int number,
      ProtoType type,
      boolean isRepeated,
      String typeName,
      @Nullable String declared,
      Presence presence,
      int oneof) {}

  /**
   * The symbols of an enum.
   *
   * @param isClosed whether a field with another number counts as not set
   */
  record Symbols(Map<Integer, String> names, boolean isClosed) {}

  void add(Message message) {
    messages.put(message.name, message);
  }

  void add(String name, Symbols symbols) {
    enums.put(name, symbols);
  }

  void addAll(ProtoSchema other) {
    messages.putAll(other.messages);
    enums.putAll(other.enums);
  }

  /**
   * Returns a message.
   *
   * @throws IllegalArgumentException if there is none with this name
   */
  Message message(String name) {
    Message message = messages.get(name);
    if (message == null) {
      List<String> names =
          messages.values().stream()
              .filter(other -> !other.isMapEntry)
              .map(Message::name)
              .sorted()
              .toList();
      throw new IllegalArgumentException(
          "there is no message \"%s\", only %s; the set must contain the imports (--include_imports)"
              .formatted(name, String.join(", ", names)));
    }
    return message;
  }

  /**
   * Returns an enum.
   *
   * @throws IllegalArgumentException if there is none with this name
   */
  Symbols symbols(String name) {
    Symbols symbols = enums.get(name);
    if (symbols == null) {
      throw new IllegalArgumentException(
          "there is no enum \"%s\": write the set with --include_imports".formatted(name));
    }
    return symbols;
  }
}
