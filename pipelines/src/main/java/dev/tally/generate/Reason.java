package dev.tally.generate;

/**
 * The rules that a refused line can break, by the names that dead letters carry.
 *
 * <p>Written down here again on purpose: the truth owes nothing to the code that it judges.
 */
enum Reason {
  NULL_VALUE,
  TOO_LARGE,
  INVALID_UTF8,
  NOT_JSON,
  MISSING_FIELD,
  WRONG_TYPE,
  UNKNOWN_EVENT_TYPE,
  EMPTY_ID,
  ID_TOO_LONG,
  TIME_OUT_OF_BOUNDS,
  NEGATIVE_COST,
  TOO_OLD,
  IN_THE_FUTURE,
  CONTROL_CHARACTER,
  PLACEHOLDER_ID,
  RESERVED_REGION,
  AMOUNT_TOO_LARGE,
  CONFLICTING_COPY
}
