package dev.tally.transforms.format;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;

/** Why an input or a piece of one results in no record. */
record Rejection(Reason reason, String detail) {
  /** The mapping skips the input; this is no error. */
  static final Rejection SKIP = new Rejection(Reason.UNMAPPED_VALUE, "");

  boolean isSkip() {
    return detail.isEmpty();
  }

  <T> Verdict.Refused<T> refused(String prefix) {
    return new Verdict.Refused<>(reason, prefix + detail);
  }
}
