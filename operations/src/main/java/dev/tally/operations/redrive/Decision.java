package dev.tally.operations.redrive;

import dev.tally.transforms.model.RawRecord;

/**
 * The outcome of one letter.
 *
 * @param detail what explains the outcome; never a value of the record
 * @param payload the record with the payload to be sent, or of the letter if it is not sent
 */
record Decision(Outcome outcome, String detail, RawRecord payload) {
  boolean isSent() {
    return outcome == Outcome.ACCEPTED;
  }
}
