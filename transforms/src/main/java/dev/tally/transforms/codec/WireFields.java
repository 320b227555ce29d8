package dev.tally.transforms.codec;

import dev.tally.transforms.model.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines the fields of a wire record: their names, their JSON types, and the reason for which an
 * integer that overflows is rejected.
 */
final class WireFields {
  /** The index of a field that the wire format does not have. */
  static final int UNKNOWN = -1;

  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Set<Integer> flags = new HashSet<>();
  private final List<@Nullable Reason> overflows = new ArrayList<>();
  private final Map<Integer, WireFields> lists = new HashMap<>();

  /** Adds a string field and returns its index. */
  int text(String name) {
    return add(name, null);
  }

  /**
   * Adds an integer field and returns its index. An integer that does not fit into 64 bits is
   * rejected for the reason {@code onOverflow}.
   */
  int integer(String name, Reason onOverflow) {
    return add(name, onOverflow);
  }

  /** Adds a boolean field and returns its index. */
  int flag(String name) {
    int index = add(name, null);
    flags.add(index);
    return index;
  }

  /** Adds a field that is a list of objects with these fields, and returns its index. */
  int list(String name, WireFields elements) {
    int index = add(name, null);
    lists.put(index, elements);
    return index;
  }

  /** Returns the fields of a list's objects; null if the field is not a list. */
  @Nullable WireFields elements(int field) {
    return lists.get(field);
  }

  boolean isFlag(int field) {
    return flags.contains(field);
  }

  int size() {
    return names.size();
  }

  int indexOf(String name) {
    return indexes.getOrDefault(name, UNKNOWN);
  }

  String name(int field) {
    return names.get(field);
  }

  boolean isInteger(int field) {
    return overflows.get(field) != null;
  }

  boolean isText(int field) {
    return !isInteger(field) && !isFlag(field) && !lists.containsKey(field);
  }

  /** Returns the type of a field for use in a message. */
  String type(int field) {
    if (lists.containsKey(field)) {
      return "a list of objects";
    }
    return isInteger(field) ? "an integer" : isFlag(field) ? "true or false" : "a string";
  }

  Reason reasonOfOverflow(int field) {
    Reason reason = overflows.get(field);
    return reason == null ? Reason.WRONG_TYPE : reason;
  }

  private int add(String name, @Nullable Reason onOverflow) {
    indexes.put(name, names.size());
    names.add(name);
    overflows.add(onOverflow);
    return names.size() - 1;
  }
}
