package dev.tally.generate;

/** What is broken in a broken line; a line has exactly one cause. Several share a reason. */
enum Cause {
  CUT_SHORT(Reason.NOT_JSON),
  PLAIN_TEXT(Reason.NOT_JSON),
  /** The JSON literal {@code null}: a value, but not an object. */
  NULL_LITERAL(Reason.NOT_JSON),
  /** Thousands of nested arrays that never close: ends a parser that recurses. */
  NESTED_BOMB(Reason.NOT_JSON),
  INVALID_UTF8(Reason.INVALID_UTF8),
  NO_FIELD(Reason.MISSING_FIELD),
  /** A field is there, but {@code null}. */
  NULL_FIELD(Reason.MISSING_FIELD),
  TEXT_FOR_A_NUMBER(Reason.WRONG_TYPE),
  NUMBER_FOR_A_TEXT(Reason.WRONG_TYPE),
  UNKNOWN_EVENT_TYPE(Reason.UNKNOWN_EVENT_TYPE),
  EMPTY_ID(Reason.EMPTY_ID),
  LONG_ID(Reason.ID_TOO_LONG),
  NEGATIVE_TIME(Reason.TIME_OUT_OF_BOUNDS),
  ENDLESS_TIME(Reason.TIME_OUT_OF_BOUNDS),
  NEGATIVE_COST(Reason.NEGATIVE_COST),
  TOO_OLD(Reason.TOO_OLD),
  FAR_FUTURE(Reason.IN_THE_FUTURE),
  CONTROL_CHARACTER(Reason.CONTROL_CHARACTER),
  PLACEHOLDER_ID(Reason.PLACEHOLDER_ID),
  REGION_OF_ALL(Reason.RESERVED_REGION),
  HUGE_COST(Reason.AMOUNT_TOO_LARGE);

  final Reason reason;

  Cause(Reason reason) {
    this.reason = reason;
  }
}
