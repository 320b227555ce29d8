package dev.tally.transforms.model;

import com.google.common.math.LongMath;
import java.util.UUID;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A {@code CampaignSpend} is what a campaign has spent on a UTC day, and until when it may spend
 * more. Of the records with the same record UUID, the one with the highest revision wins.
 *
 * <p>Amounts are millionths of the currency unit.
 *
 * @param day the start of the UTC day
 * @param budgetMicros the budget of the day; null if the campaign has none
 * @param rateMicrosPerMinute the highest recent spend per minute
 * @param asOf the broker time up to which every event is counted
 * @param boundMicros how much more than {@code spendMicros} the campaign may have spent when a
 *     reader receives the record in time
 * @param activeUntil the time at which the campaign has spent its budget if it continues to spend
 *     at the highest recent rate; null if it is exhausted, spends nothing or has no budget
 * @param countedTo the broker time up to which records are counted, which is later than {@code
 *     asOf}; in Kafka it is the timestamp of the record and not a field of the value
 */
public record CampaignSpend(
    long revision,
    String campaignId,
    Instant day,
    long spendMicros,
    @Nullable Long budgetMicros,
    long rateMicrosPerMinute,
    Instant asOf,
    long boundMicros,
    SpendStatus status,
    @Nullable Instant activeUntil,
    Instant countedTo) {
  private static final long MINUTE_MILLIS = 60_000;

  /** Returns the record UUID, derived from the campaign and the day. */
  public UUID recordUuid() {
    return RecordUuid.ofCampaignSpend(campaignId, day);
  }

  /** Returns what is spent in a time at a rate, rounded up and capped at the largest long. */
  public static long spentIn(Duration time, long rateMicrosPerMinute) {
    long product = LongMath.saturatedMultiply(rateMicrosPerMinute, time.getMillis());
    return product / MINUTE_MILLIS + (product % MINUTE_MILLIS == 0 ? 0 : 1);
  }

  /** Returns how long an amount lasts at a rate above zero, rounded down. */
  public static Duration timeToSpend(long micros, long rateMicrosPerMinute) {
    return Duration.millis(LongMath.saturatedMultiply(micros, MINUTE_MILLIS) / rateMicrosPerMinute);
  }
}
