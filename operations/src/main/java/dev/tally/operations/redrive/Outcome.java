package dev.tally.operations.redrive;

/** What becomes of a dead letter in a redrive. */
public enum Outcome {
  /** The rules accept its payload now, so it is sent again. */
  ACCEPTED("accepted"),
  /** It was sent again by an earlier redrive, or it is in the topic a second time. */
  ALREADY_REDRIVEN("redriven before"),
  /** The mapping skips its payload, so nothing would be counted. */
  SKIPPED("skipped by the mapping"),
  /** The rules still reject its payload. */
  REJECTED("still rejected"),
  /** Its time is too old now: a running job has closed its minute. */
  TOO_OLD("too old: needs a recomputation"),
  /** Its payload was sent again and rejected again too often. */
  TOO_OFTEN("redriven too often"),
  /** Another copy with the same id was accepted, and only a named reason selects such a letter. */
  CONFLICTING("another copy counted"),
  /** It is a version of a campaign, and only a named topic selects such a letter. */
  CAMPAIGN("a version of a campaign"),
  /** Its record is in the Kafka of another region. */
  OTHER_REGION("of another region"),
  /** Its record is not from a live raw topic. */
  NOT_RAW("not from a live raw topic"),
  /** It does not contain its payload, and the raw topic no longer does either. */
  NO_PAYLOAD("payload not available");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /** Returns the text for a user. */
  public String text() {
    return text;
  }

  /** Returns true if nothing remains to be done about the letter. */
  public boolean isSettled() {
    return this == ACCEPTED || this == ALREADY_REDRIVEN || this == SKIPPED;
  }
}
