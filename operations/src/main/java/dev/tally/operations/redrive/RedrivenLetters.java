package dev.tally.operations.redrive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The letters that were redriven, from their marks. */
final class RedrivenLetters {
  private final Set<String> letters = new HashSet<>();
  private final Map<String, Integer> redrives = new HashMap<>();

  void add(RedriveMark mark) {
    letters.add(mark.letter());
    redrives.put(mark.sentTo(), mark.redrives());
  }

  boolean contains(StoredLetter letter) {
    return letters.contains(letter.location());
  }

  /** Returns how often the payload of a letter had been sent again before it was rejected. */
  int redrivesOf(StoredLetter letter) {
    return redrives.getOrDefault(letter.position(), 0);
  }
}
