package dev.tally.transforms.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of a mapping's file, so that the user sees all of them at once. */
final class MappingProblems {
  private record Problem(int line, String text) {}

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  MappingProblems(String file) {
    this.file = file;
  }

  /** Adds a problem; the text must say what to do. */
  void add(int line, String text) {
    Problem problem = new Problem(line, text);
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  void require(boolean holds, int line, String otherwise) {
    if (!holds) {
      add(line, otherwise);
    }
  }

  /** Returns the place of a line, for example {@code segment.yaml:17}. */
  String place(int line) {
    return file + ":" + line;
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      found.sort(Comparator.comparingInt(Problem::line));
      throw new InvalidMapping(found.stream().map(p -> place(p.line) + ": " + p.text).toList());
    }
  }
}
