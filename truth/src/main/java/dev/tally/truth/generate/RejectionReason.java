package dev.tally.truth.generate;

/**
 * The rules that a rejected line can break, with the names used in dead letters.
 *
 * <p>They are defined again here on purpose, so that the truth does not depend on the code under
 * test.
 */
enum RejectionReason {
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
