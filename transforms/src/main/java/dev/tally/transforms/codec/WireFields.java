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
 * The fields that a wire record may have: their names, their JSON types and what becomes of an
 * integer that overflows.
 */
final class WireFields {
  /** Stands for a field that the wire format does not have. */
  static final int UNKNOWN = -1;

  private final Map<String, Integer> indexes = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Set<Integer> flags = new HashSet<>();
  private final List<@Nullable Reason> overflows = new ArrayList<>();
  private final Map<Integer, WireFields> lists = new HashMap<>();

  /** Adds a text field and gives its index. */
  int text(String name) {
    return add(name, null);
  }

  /**
   * Adds an integer field and gives its index; one that does not fit 64 bits is refused for {@code
   * onOverflow}.
   */
  int integer(String name, Reason onOverflow) {
    return add(name, onOverflow);
  }

  /** Adds a field that is true or false, and gives its index. */
  int flag(String name) {
    int index = add(name, null);
    flags.add(index);
    return index;
  }

  /** Adds a field that is a list of objects with these fields, and gives its index. */
  int list(String name, WireFields elements) {
    int index = add(name, null);
    lists.put(index, elements);
    return index;
  }

  /** The fields of a list's objects; null if the field is no list. */
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

  /** What a field holds, for a person. */
  String type(int field) {
    if (lists.containsKey(field)) {
      return "a list of objects";
    }
    return isInteger(field) ? "an integer" : isFlag(field) ? "true or false" : "a text";
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
