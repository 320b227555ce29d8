package dev.tally.transforms.codec;

import static com.google.common.base.Preconditions.checkArgument;

import org.jspecify.annotations.Nullable;

/**
 * The largest record of each topic, in bytes, derived from the limits of what goes into it. The
 * decoders, the settings of new topics and the checks at launch all use these numbers.
 *
 * <pre>
 * id ≤ 128 characters ─► ad metric, clean ad event, credit
 * credit × maxTouches ─► attributed order
 * raw value           ─► dead letter: its payload as base64, and its fields
 * </pre>
 */
public final class RecordLimits {
  /** The longest id or name, in UTF-16 code units. */
  public static final int ID_CHARACTERS = 128;

  /** The longest value that a decoder of raw records and of ad metrics reads. */
  public static final int VALUE_BYTES = 1 << 20;

  /** The longest value that a decoder of attributed orders reads. */
  public static final int ATTRIBUTED_ORDER_VALUE_BYTES = 4 << 20;

  /** What a raw topic accepts if Tally created it. */
  public static final int RAW_TOPIC_BYTES = 12 << 20;

  /** How many touches share an order at most, unless an option says otherwise. */
  public static final int DEFAULT_MAX_TOUCHES = 1_000;

  /** The longest detail of a dead letter, in characters. */
  static final int DETAIL_CHARACTERS = 1_000;

  /** Of the record around a value in Kafka: the batch's header, the record's, the key. */
  private static final int AROUND_BYTES = 2 << 10;

  /** A JSON escape, a backslash, {@code u} and four digits: no form of a character is longer. */
  private static final int CHARACTER_BYTES = 6;

  /** A field's name, quotes, colon and comma. */
  private static final int NAME_BYTES = 32;

  private static final int TEXT_BYTES = NAME_BYTES + 2 + CHARACTER_BYTES * ID_CHARACTERS;
  private static final int NUMBER_BYTES = NAME_BYTES + 20;
  private static final int DEAD_LETTER_FIELDS_BYTES =
      8 * TEXT_BYTES + 8 * NUMBER_BYTES + CHARACTER_BYTES * DETAIL_CHARACTERS;

  private RecordLimits() {}

  /** The record of an ad metric: record UUID and 4 ids, 6 numbers. */
  public static int adMetric() {
    return around(object(5, 6));
  }

  /** The record of an accepted ad event: 5 ids, type and region, 2 numbers. */
  public static int cleanAdEvent() {
    return around(object(7, 2));
  }

  /**
   * The record of an attributed order: 13 texts, 6 numbers, and its credits.
   *
   * @param maxTouches how many touches share it at most
   */
  public static int attributedOrder(int maxTouches) {
    checkArgument(maxTouches >= 0, "maxTouches must be 0 or more, is %s", maxTouches);
    return Math.toIntExact(around(object(13, 6)) + (long) maxTouches * object(4, 2));
  }

  /** A record whose value is passed on as it was read. */
  public static int passedOn(int valueBytes) {
    return around(valueBytes);
  }

  /**
   * The record of a dead letter that holds its payload.
   *
   * @param payloadBytes how long the payload is
   */
  public static int deadLetter(int payloadBytes) {
    return Math.toIntExact(around(base64(payloadBytes) + DEAD_LETTER_FIELDS_BYTES));
  }

  /** True if a dead letter with its payload is a record of at most so many bytes. */
  static boolean deadLetterFits(int payloadBytes, int recordBytes) {
    return AROUND_BYTES + base64(payloadBytes) + DEAD_LETTER_FIELDS_BYTES <= recordBytes;
  }

  /** How long the base64 form is. */
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
