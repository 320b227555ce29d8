package dev.tally.truth.generate;

/**
 * The defect for which a generated line must be rejected; each such line has exactly one. Several
 * defects lead to the same reason.
 */
enum Defect {
  CUT_SHORT(RejectionReason.NOT_JSON),
  PLAIN_TEXT(RejectionReason.NOT_JSON),
  /** The JSON literal {@code null}, which is a value but not an object. */
  NULL_LITERAL(RejectionReason.NOT_JSON),
  /**
   * Thousands of nested arrays that are never closed; they overflow the stack of a recursive
   * parser.
   */
  NESTED_BOMB(RejectionReason.NOT_JSON),
  INVALID_UTF8(RejectionReason.INVALID_UTF8),
  NO_FIELD(RejectionReason.MISSING_FIELD),
  /** A required field is present but {@code null}. */
  NULL_FIELD(RejectionReason.MISSING_FIELD),
  TEXT_FOR_A_NUMBER(RejectionReason.WRONG_TYPE),
  NUMBER_FOR_A_TEXT(RejectionReason.WRONG_TYPE),
  UNKNOWN_EVENT_TYPE(RejectionReason.UNKNOWN_EVENT_TYPE),
  EMPTY_ID(RejectionReason.EMPTY_ID),
  LONG_ID(RejectionReason.ID_TOO_LONG),
  NEGATIVE_TIME(RejectionReason.TIME_OUT_OF_BOUNDS),
  ENDLESS_TIME(RejectionReason.TIME_OUT_OF_BOUNDS),
  NEGATIVE_COST(RejectionReason.NEGATIVE_COST),
  TOO_OLD(RejectionReason.TOO_OLD),
  FAR_FUTURE(RejectionReason.IN_THE_FUTURE),
  CONTROL_CHARACTER(RejectionReason.CONTROL_CHARACTER),
  PLACEHOLDER_ID(RejectionReason.PLACEHOLDER_ID),
  REGION_OF_ALL(RejectionReason.RESERVED_REGION),
  HUGE_COST(RejectionReason.AMOUNT_TOO_LARGE);

  final RejectionReason reason;

  Defect(RejectionReason reason) {
    this.reason = reason;
  }
}
