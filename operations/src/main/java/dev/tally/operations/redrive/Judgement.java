package dev.tally.operations.redrive;

import dev.tally.transforms.model.DeadLetter.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a job make of a payload.
 *
 * @param accepted the number of records that are accepted
 * @param reason why the first rejected record is rejected; null if none is
 * @param detail the detail of that rejection, which contains no value of the record
 */
record Judgement(int accepted, @Nullable Reason reason, String detail) {
  static final Judgement NOTHING = new Judgement(0, null, "");

  Judgement accept() {
    return new Judgement(accepted + 1, reason, detail);
  }

  Judgement reject(Reason why, String more) {
    return reason == null ? new Judgement(accepted, why, more) : this;
  }
}
