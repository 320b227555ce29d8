package dev.tally.truth.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assigns a number to each name, so that a row stores eight bytes per dimension and each name is
 * stored once.
 */
final class Names {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  long number(String name) {
    Integer known = numbers.putIfAbsent(name, names.size());
    if (known == null) {
      names.add(name);
      return names.size() - 1L;
    }
    return known;
  }

  String name(long number) {
    return names.get((int) number);
  }
}
