package dev.tally.transforms.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Determines whether a text contains one of many patterns, ignoring case. The time depends on the
 * length of the text and hardly on the number of patterns. Immutable.
 *
 * <p>A state is the beginning of a pattern. The children of a state are the beginnings that are one
 * character longer; its fallback is the longest other beginning with which it ends.
 *
 * <p>State: about 16 bytes per character of the patterns.
 *
 * <p>Source: Aho and Corasick, Efficient string matching, CACM 18 (6), 1975.
 */
final class SubstringMatcher {
  private static final int ROOT = 0;
  private static final int NONE = -1;
  private static final int ASCII = 128;

  private final char[] character;
  private final int[] firstChild;
  private final int[] sibling;
  private final int[] fallback;
  private final boolean[] matches;
  private final int[] startsAscii = new int[ASCII];
  private int states = 1;

  /** Creates a matcher of patterns in lower case. */
  SubstringMatcher(List<String> patterns) {
    int most = 1 + patterns.stream().mapToInt(String::length).sum();
    character = new char[most];
    firstChild = new int[most];
    sibling = new int[most];
    fallback = new int[most];
    matches = new boolean[most];
    patterns.forEach(this::add);
    for (int c = 0; c < ASCII; c++) {
      startsAscii[c] = searchChild(ROOT, (char) c);
    }
    connect();
  }

  private void add(String pattern) {
    int state = ROOT;
    for (int i = 0; i < pattern.length(); i++) {
      char next = Character.toLowerCase(pattern.charAt(i));
      int child = searchChild(state, next);
      state = child == NONE ? newChild(state, next) : child;
    }
    matches[state] = true;
  }

  private int newChild(int parent, char next) {
    int child = states++;
    character[child] = next;
    sibling[child] = firstChild[parent];
    firstChild[parent] = child;
    return child;
  }

  /** Sets the fallback of each state, in the order of the lengths of the beginnings. */
  private void connect() {
    Deque<Integer> next = new ArrayDeque<>();
    next.add(ROOT);
    while (!next.isEmpty()) {
      int state = next.remove();
      for (int child = firstChild[state]; child != ROOT; child = sibling[child]) {
        fallback[child] = state == ROOT ? ROOT : after(fallback[state], character[child]);
        matches[child] |= matches[fallback[child]];
        next.add(child);
      }
    }
  }

  /** Returns true if the text contains a pattern. */
  boolean matches(String text) {
    int state = ROOT;
    for (int i = 0; i < text.length() && !matches[state]; i++) {
      state = after(state, Character.toLowerCase(text.charAt(i)));
    }
    return matches[state];
  }

  private int after(int state, char next) {
    int from = state;
    int child = child(from, next);
    while (child == NONE && from != ROOT) {
      from = fallback[from];
      child = child(from, next);
    }
    return child == NONE ? ROOT : child;
  }

  private int child(int state, char next) {
    return state == ROOT && next < ASCII ? startsAscii[next] : searchChild(state, next);
  }

  private int searchChild(int state, char next) {
    for (int child = firstChild[state]; child != ROOT; child = sibling[child]) {
      if (character[child] == next) {
        return child;
      }
    }
    return NONE;
  }
}
