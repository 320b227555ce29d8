package dev.tally.transforms.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names of an object's fields that a reader knows, each with an index from 0. */
public final class JsonNames {
  /** The index of a name that the reader does not know. */
  public static final int UNKNOWN = -1;

  private static final int NOT_THERE = -1;

  private final List<String> names = new ArrayList<>();
  private final List<byte[]> encoded = new ArrayList<>();

  /** Whether the name is the same in JSON, without escapes. */
  private final List<Boolean> plain = new ArrayList<>();

  /** Adds a name and returns its index. */
  public int add(String name) {
    byte[] bytes = name.getBytes(UTF_8);
    names.add(name);
    encoded.add(bytes);
    plain.add(JsonBytes.firstSpecial(bytes, 0, bytes.length) == bytes.length);
    return names.size() - 1;
  }

  /** Returns the number of names. */
  public int size() {
    return names.size();
  }

  /** Returns the name with this index. */
  public String get(int index) {
    return names.get(index);
  }

  /**
   * Returns the length of the name with this index if a text contains it and a quotation mark at a
   * position, and -1 otherwise: most producers write fields in one order, so the next name is
   * usually known, and need not be searched for its end.
   */
  int lengthAt(int index, byte[] text, int from, int end) {
    if (index >= encoded.size() || !plain.get(index)) {
      return NOT_THERE;
    }
    byte[] name = encoded.get(index);
    int to = from + name.length;
    return to < end && text[to] == '"' && Arrays.equals(name, 0, name.length, text, from, to)
        ? name.length
        : NOT_THERE;
  }

  /** Returns the index of the name that a text contains in UTF-8, or {@link #UNKNOWN}. */
  int indexOf(byte[] text, int from, int to) {
    for (int index = 0; index < encoded.size(); index++) {
      byte[] name = encoded.get(index);
      if (name.length == to - from && Arrays.equals(name, 0, name.length, text, from, to)) {
        return index;
      }
    }
    return UNKNOWN;
  }
}
