package dev.tally.transforms.format;

import dev.tally.transforms.model.DeadLetter.Reason;

/**
 * A field of the records that a mapping makes.
 *
 * @param presence whether a record needs a value
 * @param onOverflow why a number that does not fit into 64 bits is rejected
 */
record TargetField(String name, ValueType type, Presence presence, Reason onOverflow) {
  /** What the values of a field are. */
  enum ValueType {
    TEXT,
    EVENT_TYPE,
    /** Milliseconds since 1970. */
    TIME,
    /** Millionths of the currency unit. */
    AMOUNT,
    /** A length of time in milliseconds. */
    LENGTH_OF_TIME,
    FLAG
  }

  /** Whether a record needs a value. */
  enum Presence {
    REQUIRED,
    OPTIONAL,
    /** The value is optional, and one that cannot be converted counts as absent. */
    IF_VALID
  }

  static TargetField of(String name, ValueType type, Reason onOverflow) {
    return new TargetField(name, type, Presence.REQUIRED, onOverflow);
  }

  static TargetField of(String name, ValueType type) {
    return of(name, type, Reason.WRONG_TYPE);
  }

  /** Returns this field as one that may be absent: its value is then empty or 0. */
  TargetField optional() {
    return new TargetField(name, type, Presence.OPTIONAL, onOverflow);
  }

  /** Returns this field as one that may be absent or invalid: its value is then empty. */
  TargetField ifValid() {
    return new TargetField(name, type, Presence.IF_VALID, onOverflow);
  }

  boolean isRequired() {
    return presence == Presence.REQUIRED;
  }
}
