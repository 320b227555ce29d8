package dev.tally.scenarios.chaos;

import java.util.List;

/** The result of a run with injected faults. */
public interface ChaosResult {
  /** Returns true if no record was lost or duplicated and nothing else was wrong. */
  boolean sound();

  /** Returns the report for the user; the last line is machine-readable. */
  List<String> lines();
}
