package dev.tally.chaos;

import java.util.List;

/** What came of a run of faults. */
public interface Verdict {
  /** True if nothing was lost, repeated or otherwise wrong. */
  boolean sound();

  /** For the user; the last line is for scripts. */
  List<String> lines();
}
