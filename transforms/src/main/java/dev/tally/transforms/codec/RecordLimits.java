package dev.tally.transforms.codec;

import static com.google.common.base.Preconditions.checkArgument;

import dev.tally.transforms.model.MetricMeasure;
import dev.tally.transforms.model.UserSketch;
import org.jspecify.annotations.Nullable;

/**
 * Defines the maximum size of a record of each topic, in bytes, derived from the limits of the
 * record's content. The decoders, the settings of new topics and the checks at launch all use these
 * numbers.
 *
 * <pre>
 * id ≤ 128 characters ─► ad metric, clean ad event, credit
 * credit × maxTouches ─► attributed order
 * raw value           ─► dead letter: its payload as base64, and its fields
 * 65,536 hashes       ─► reach of a campaign: its sketch as base64
 * </pre>
 */
public final class RecordLimits {
  /** The maximum length of an id or name, in UTF-16 code units. */
  public static final int ID_CHARACTERS = 128;

  /** The maximum length of a value for the decoders of raw records and of ad metrics. */
  public static final int VALUE_BYTES = 1 << 20;

  /** The maximum length of a value for the decoder of attributed orders. */
  public static final int ATTRIBUTED_ORDER_VALUE_BYTES = 4 << 20;

  /** The maximum record size of a raw topic that Tally creates. */
  public static final int RAW_TOPIC_BYTES = 12 << 20;

  /** The maximum length of a dead letter's detail, in characters. A longer detail is truncated. */
  static final int DETAIL_CHARACTERS = 1_000;

  /** The bytes of a Kafka record around its value: the batch header, the record header, the key. */
  private static final int AROUND_BYTES = 2 << 10;

  /**
   * The length of a JSON escape: a backslash, {@code u} and four digits. No other form of a
   * character is longer.
   */
  private static final int CHARACTER_BYTES = 6;

  /** The length of a field's name with its quotation marks, colon and comma. */
  private static final int NAME_BYTES = 32;

  private static final int TEXT_BYTES = NAME_BYTES + 2 + CHARACTER_BYTES * ID_CHARACTERS;

  /**
   * The maximum length of an id field. An accepted id has no control characters, so each of its
   * characters needs at most the three bytes of UTF-8.
   */
  private static final int ID_BYTES = NAME_BYTES + 2 + 3 * ID_CHARACTERS;

  private static final int NUMBER_BYTES = NAME_BYTES + 20;
  private static final int DEAD_LETTER_FIELDS_BYTES =
      8 * TEXT_BYTES + 8 * NUMBER_BYTES + CHARACTER_BYTES * DETAIL_CHARACTERS;

  private RecordLimits() {}

  /**
   * Returns the maximum record size of an ad metric: record UUID and 4 ids; revision, minute and
   * the measures.
   */
  public static int adMetric() {
    return around(object(5, 2 + MetricMeasure.values().length));
  }

  /**
   * Returns the maximum record size of the spend of a campaign: record UUID, campaign and status; 8
   * numbers.
   */
  public static int campaignSpend() {
    return around(object(3, 8));
  }

  /**
   * Returns the maximum record size of the reach of a campaign: record UUID, campaign and event
   * type; 5 numbers; the sketch as base64.
   */
  public static int campaignReach() {
    return around(object(3, 5) + NAME_BYTES + base64(UserSketch.MAX_BYTES));
  }

  /**
   * Returns the maximum record size of an accepted ad event: 5 ids, type, region and invalid
   * reason; 2 numbers.
   */
  public static int cleanAdEvent() {
    return around(object(8, 2));
  }

  /**
   * Returns the maximum record size of an attributed order: 7 numbers, 13 strings of the length of
   * an id (its 14 strings need less, because most of them are short), and its credits, each with 3
   * ids, a type and 2 numbers.
   *
   * @param maxTouches the maximum number of touches that share an order
   */
  public static int attributedOrder(int maxTouches) {
    checkArgument(maxTouches >= 0, "maxTouches must be 0 or more, is %s", maxTouches);
    long credit = 2 + 3L * ID_BYTES + 3L * NUMBER_BYTES;
    return Math.toIntExact(around(object(13, 7)) + maxTouches * credit);
  }

  /** Returns the maximum record size of a record whose value is written as it was read. */
  public static int ofValue(int valueBytes) {
    return around(valueBytes);
  }

  /**
   * Returns the maximum record size of a dead letter that contains its payload.
   *
   * @param payloadBytes the length of the payload
   */
  public static int deadLetter(int payloadBytes) {
    return Math.toIntExact(around(base64(payloadBytes) + DEAD_LETTER_FIELDS_BYTES));
  }

  /** Returns true if a dead letter with its payload fits into a record of this size. */
  static boolean deadLetterFits(int payloadBytes, int recordBytes) {
    return AROUND_BYTES + base64(payloadBytes) + DEAD_LETTER_FIELDS_BYTES <= recordBytes;
  }

  /** Returns the length of the base64 form. */
  static int base64(byte @Nullable [] payload) {
    return payload == null ? 0 : Math.toIntExact(base64(payload.length));
  }

  private static long base64(int bytes) {
    return 4 * ((bytes + 2L) / 3);
  }

  private static int object(int texts, int numbers) {
    return 2 + texts * TEXT_BYTES + numbers * NUMBER_BYTES;
  }

  private static int around(long valueBytes) {
    return Math.toIntExact(AROUND_BYTES + valueBytes);
  }
}
