package dev.tally.generate;

/**
 * Why a generated line must be rejected; each such line has exactly one cause. Several causes lead
 * to the same reason.
 */
enum Cause {
  CUT_SHORT(Reason.NOT_JSON),
  PLAIN_TEXT(Reason.NOT_JSON),
  /** The JSON literal {@code null}, which is a value but not an object. */
  NULL_LITERAL(Reason.NOT_JSON),
  /**
   * Thousands of nested arrays that are never closed; they overflow the stack of a recursive
   * parser.
   */
  NESTED_BOMB(Reason.NOT_JSON),
  INVALID_UTF8(Reason.INVALID_UTF8),
  NO_FIELD(Reason.MISSING_FIELD),
  /** A required field is present but {@code null}. */
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
