package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import java.util.Locale;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code DeadLetter} is a record that can never be processed, together with the rule that it
 * broke. It keeps the whole record, so that the record can be replayed after the rule was fixed.
 */
@AutoValue
@DefaultCoder(DeadLetterCoder.class)
public abstract class DeadLetter {
  /**
   * Creates a dead letter.
   *
   * @param step the step that rejected the record, for example {@code CleanseEvents}
   * @param detail the field and what was expected of it, never its value
   */
  public static DeadLetter of(String step, Reason reason, String detail, RawRecord record) {
    return new AutoValue_DeadLetter(step, reason, detail, record);
  }

  public abstract String getStep();

  public abstract Reason getReason();

  public abstract String getDetail();

  public abstract RawRecord getRecord();

  public final String getRegion() {
    return getRecord().getRegion();
  }

  public final String getTopic() {
    return getRecord().getTopic();
  }

  public final int getPartition() {
    return getRecord().getPartition();
  }

  public final long getOffset() {
    return getRecord().getOffset();
  }

  public final Instant getBrokerTime() {
    return getRecord().getBrokerTime();
  }

  public final byte @Nullable [] getPayload() {
    return getRecord().getPayload();
  }

  /**
   * The rule that a record broke. The names are part of the wire format and of encoded state:
   * constants may be added, but never renamed.
   */
  public enum Reason {
    /** The Kafka value is null, and the record is not a heartbeat. */
    NULL_VALUE,
    /** The value is longer than the decoder accepts. Default: 1 MiB. */
    TOO_LARGE,
    /**
     * The value is not UTF-8, or a string contains an escaped unpaired surrogate, which UTF-8
     * cannot represent.
     */
    INVALID_UTF8,
    /**
     * The value is not exactly one JSON object: it is malformed, nested too deeply, followed by
     * more data, or contains a known field twice.
     */
    NOT_JSON,
    /** A required field is absent or null. */
    MISSING_FIELD,
    /**
     * A field does not have the JSON type that the wire format requires, or an integer that is
     * neither a time nor a window does not fit into 64 bits.
     */
    WRONG_TYPE,
    /** The event type is neither {@code impression} nor {@code click}. */
    UNKNOWN_EVENT_TYPE,
    /** A required string is empty. */
    EMPTY_ID,
    /** An id has more than 128 characters (UTF-16 code units). */
    ID_TOO_LONG,
    /**
     * A time is before 1970 or does not fit into 42 bits of milliseconds (it is in the year 2109 or
     * later).
     */
    TIME_OUT_OF_BOUNDS,
    /** The cost is below zero. */
    NEGATIVE_COST,
    /**
     * An event happened more than {@code maxEventAge} before its broker time, a record of an order
     * is older than its limit, or the minute of an event is already closed.
     */
    TOO_OLD,
    /** The time of an event or order is more than {@code maxClockSkew} after its broker time. */
    IN_THE_FUTURE,
    /** The amount of an order is below zero. */
    NEGATIVE_AMOUNT,
    /** The currency is not three upper-case letters. */
    UNKNOWN_CURRENCY,
    /** A window or the budget of a campaign is below zero. */
    NEGATIVE_LIMIT,
    /** A window of a campaign is longer than the time for which touches are remembered. */
    WINDOW_TOO_LONG,
    /** A record that Tally should have written has no valid record UUID or no valid revision. */
    NOT_A_RECORD,
    /** An id contains a control character, which some stores cannot hold. */
    CONTROL_CHARACTER,
    /** The id is a placeholder, which identifies nothing; see {@link PlaceholderIds}. */
    PLACEHOLDER_ID,
    /** The region is {@code *}, which is reserved for counts over all regions. */
    RESERVED_REGION,
    /** The cost or the amount is so large that a 64-bit sum of such values could overflow. */
    AMOUNT_TOO_LARGE,
    /** The status of an order is not one of the documented statuses. */
    UNKNOWN_STATUS,
    /**
     * A record with the same id but different content was accepted before, or a record of the same
     * order with a different currency.
     */
    CONFLICTING_COPY,
    /** The timestamp of a record in a live topic was not assigned by the broker. */
    NOT_BROKER_TIME,
    /** A result is larger than its topic accepts, so it could not be written. */
    RESULT_TOO_LARGE,
    /** The order has more records (lines and refunds together) than are kept per order. */
    TOO_MANY_RECORDS,
    /**
     * The value does not have the format that its mapping reads, for example a line of CSV with too
     * few columns.
     */
    NOT_IN_FORMAT,
    /** The mapping of the format has no entry for the value of a field. */
    UNMAPPED_VALUE;

    /**
     * Returns the name of the counter of dead letters with this reason, for example {@code
     * dead_letters_too_old}.
     */
    public String counterName() {
      return "dead_letters_" + name().toLowerCase(Locale.ROOT);
    }
  }
}
