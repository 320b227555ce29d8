package dev.tally.pipelines.options;

import java.util.List;

/**
 * Thrown if the options of a job are invalid; the message lists every problem and says what to do.
 */
public final class InvalidOptions extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidOptions(List<String> problems) {
    super(
        problems.size() == 1
            ? problems.get(0)
            : problems.size() + " problems:\n  - " + String.join("\n  - ", problems));
  }
}
