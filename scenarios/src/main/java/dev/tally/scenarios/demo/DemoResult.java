package dev.tally.scenarios.demo;

import java.util.List;

/** The results of a demo. */
public interface DemoResult {
  /** Returns true if the results are exactly the truth and no event was dropped. */
  boolean proven();

  /**
   * Returns the report for the user; its last line ends with {@code missing=… extra=… different=…
   * rows=…}.
   */
  List<String> lines();
}
