package dev.tally.operations.restate;

import dev.tally.io.kafka.WatermarkPolicy;
import dev.tally.transforms.cleanse.CleanseRecords;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.PlaceholderIds;
import org.joda.time.Duration;

/**
 * The rules by which events are counted again.
 *
 * @param decoder decodes raw ad events
 * @param bounds limits of times
 * @param placeholders ids that identify nothing
 * @param invalidTraffic which events are counted as invalid traffic; the decoder has the same rules
 * @param watermarks the policy of the raw topic, live or replay; it determines which Kafka
 *     timestamps are broker times
 */
public record RestateRules(
    DecodeRecords<AdEvent> decoder,
    Bounds bounds,
    PlaceholderIds placeholders,
    InvalidTrafficRules invalidTraffic,
    WatermarkPolicy watermarks) {

  /**
   * Limits of times.
   *
   * @param maxEventAge how much older than its broker time an accepted event may be
   * @param maxClockSkew how far ahead of its broker time an accepted event may be
   * @param doubleClickWindow a click at most this long after another click of the same user and ad
   *     is a repeat; zero finds no repeats
   */
  public record Bounds(Duration maxEventAge, Duration maxClockSkew, Duration doubleClickWindow) {
    /**
     * Returns how long before the start of a range the first record has its broker time that can
     * affect a count: the first copy of an event of the range, with a wrong event time. Both copies
     * may be ahead of their broker times, and the first one is remembered for {@code maxEventAge}.
     */
    Duration before() {
      return maxEventAge.plus(maxClockSkew).plus(maxClockSkew).plus(doubleClickWindow);
    }
  }

  /**
   * Returns how long after its end a minute can change, or be changed by later events, in addition
   * to {@code maxEventAge}: with a limit of clicks per hour, until the end of the hour.
   */
  Duration untilEndOfHour() {
    return invalidTraffic.maxClicksPerUserHour() > 0 ? Duration.standardHours(1) : Duration.ZERO;
  }

  /**
   * Returns how long before the start of a range the first record has its broker time that can
   * affect a count.
   */
  Duration before() {
    return bounds.before().plus(untilEndOfHour());
  }

  /** Returns how long after the end of a range the last such record can be received. */
  Duration after() {
    return bounds.maxEventAge().plus(untilEndOfHour());
  }

  CleanseRecords<AdEvent> cleansing() {
    return CleanseRecords.rawAdEvents(bounds.maxEventAge(), bounds.maxClockSkew(), placeholders);
  }
}
