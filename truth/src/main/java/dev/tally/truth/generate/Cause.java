package dev.tally.truth.generate;

/**
 * The defect for which a generated line must be rejected; each such line has exactly one. Several
 * causes lead to the same reason.
 */
enum Cause {
  CUT_SHORT(RefusalReason.NOT_JSON),
  PLAIN_TEXT(RefusalReason.NOT_JSON),
  /** The JSON literal {@code null}, which is a value but not an object. */
  NULL_LITERAL(RefusalReason.NOT_JSON),
  /**
   * Thousands of nested arrays that are never closed; they overflow the stack of a recursive
   * parser.
   */
  NESTED_BOMB(RefusalReason.NOT_JSON),
  INVALID_UTF8(RefusalReason.INVALID_UTF8),
  NO_FIELD(RefusalReason.MISSING_FIELD),
  /** A required field is present but {@code null}. */
  NULL_FIELD(RefusalReason.MISSING_FIELD),
  TEXT_FOR_A_NUMBER(RefusalReason.WRONG_TYPE),
  NUMBER_FOR_A_TEXT(RefusalReason.WRONG_TYPE),
  UNKNOWN_EVENT_TYPE(RefusalReason.UNKNOWN_EVENT_TYPE),
  EMPTY_ID(RefusalReason.EMPTY_ID),
  LONG_ID(RefusalReason.ID_TOO_LONG),
  NEGATIVE_TIME(RefusalReason.TIME_OUT_OF_BOUNDS),
  ENDLESS_TIME(RefusalReason.TIME_OUT_OF_BOUNDS),
  NEGATIVE_COST(RefusalReason.NEGATIVE_COST),
  TOO_OLD(RefusalReason.TOO_OLD),
  FAR_FUTURE(RefusalReason.IN_THE_FUTURE),
  CONTROL_CHARACTER(RefusalReason.CONTROL_CHARACTER),
  PLACEHOLDER_ID(RefusalReason.PLACEHOLDER_ID),
  REGION_OF_ALL(RefusalReason.RESERVED_REGION),
  HUGE_COST(RefusalReason.AMOUNT_TOO_LARGE);

  final RefusalReason reason;

  Cause(RefusalReason reason) {
    this.reason = reason;
  }
}
