package dev.tally.transforms.model;

import com.google.auto.value.AutoValue;
import java.util.Locale;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that can never be processed, kept whole, with the rule that it broke: enough to replay
 * it once the rule is mended.
 */
@AutoValue
@DefaultCoder(DeadLetterCoder.class)
public abstract class DeadLetter {
  /**
   * A refused record.
   *
   * @param step the step that refused it, for example {@code CleanseEvents}
   * @param detail the field and what was expected of it, never what it held
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
   * Which rule a dead letter broke. Names are wire format and part of coders: add, never rename.
   */
  public enum Reason {
    /** The Kafka value is null, and it is no heartbeat. */
    NULL_VALUE,
    /** The value is longer than the decoder takes, by default 1 MiB. */
    TOO_LARGE,
    /**
     * The value is not UTF-8, or a field escapes half a surrogate pair, which UTF-8 cannot carry.
     */
    INVALID_UTF8,
    /**
     * The value is not one JSON object: broken, nested too deep, followed by more, or with a known
     * field given twice.
     */
    NOT_JSON,
    /** A required field is absent or null. */
    MISSING_FIELD,
    /**
     * A field has another JSON type than the wire format says, or an integer of more than 64 bits.
     */
    WRONG_TYPE,
    /** The event type is neither {@code impression} nor {@code click}. */
    UNKNOWN_EVENT_TYPE,
    /** A required text is empty. */
    EMPTY_ID,
    /** The event id has more than 128 characters (UTF-16 code units). */
    ID_TOO_LONG,
    /** The event time is before 1970 or does not fit 42 bits of milliseconds (the year 2109). */
    TIME_OUT_OF_BOUNDS,
    /** The cost is below zero. */
    NEGATIVE_COST,
    /** The event had happened longer than {@code maxEventAge} before its broker took it. */
    TOO_OLD,
    /** The event claims to happen more than {@code maxClockSkew} after its broker took it. */
    IN_THE_FUTURE,
    /** The amount of an order is below zero. */
    NEGATIVE_AMOUNT,
    /** The currency is not three upper-case letters. */
    UNKNOWN_CURRENCY,
    /** The window or the budget of a campaign is below zero. */
    NEGATIVE_LIMIT,
    /** The window of a campaign is longer than touches are remembered for. */
    WINDOW_TOO_LONG,
    /** The record UUID or the revision of a record that Tally writes is none. */
    NOT_A_RECORD,
    /** An id contains a control character, which not every store can hold. */
    CONTROL_CHARACTER,
    /** The id is a placeholder, see {@link PlaceholderIds}: it identifies nothing. */
    PLACEHOLDER_ID,
    /** The region is {@code *}, which is reserved for counts over all regions. */
    RESERVED_REGION,
    /** The cost or the amount is larger than any store could add up. */
    AMOUNT_TOO_LARGE,
    /** The status of an order is not one of the documented statuses. */
    UNKNOWN_STATUS,
    /** A record with the same id but different content was accepted before. */
    CONFLICTING_COPY,
    /** The timestamp of a record in a live topic was not assigned by the broker. */
    NOT_BROKER_TIME,
    /** A result is larger than its topic accepts, so it could not be written. */
    RESULT_TOO_LARGE,
    /** The order has more records, lines and refunds together, than are kept of one order. */
    TOO_MANY_RECORDS;

    /**
     * The name of the counter of letters with this reason, for example {@code
     * dead_letters_too_old}.
     */
    public String counterName() {
      return "dead_letters_" + name().toLowerCase(Locale.ROOT);
    }
  }
}
