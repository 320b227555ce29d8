package dev.tally.operations.budgets;

import com.google.common.math.LongMath;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A {@code BudgetAnswer} is what the service knows about a campaign and a day at the time of a
 * request. The bound includes the reader lag: what the campaign may have spent from {@code asOf} to
 * the request.
 *
 * @param budget null if the campaign has none
 * @param bound how much more than {@code spend} the campaign may have spent
 * @param exhausted whether the campaign must not spend
 */
record BudgetAnswer(
    String campaign,
    Instant day,
    long spend,
    @Nullable Long budget,
    long bound,
    Instant asOf,
    boolean exhausted,
    @Nullable Instant activeUntil) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final long MINUTE_MILLIS = 60_000;

  /** Returns the answer from a record of the requested day. The bound ends with that day. */
  static BudgetAnswer of(KnownSpend known, Instant time) {
    Instant end = known.day().plus(DAY);
    Instant now = time.isBefore(end) ? time : end;
    Instant until = known.activeUntil();
    return new BudgetAnswer(
        known.campaign(),
        known.day(),
        known.spend(),
        known.budget(),
        Math.max(known.bound(), spentSince(known.asOf(), now, known.ratePerMinute())),
        known.asOf(),
        known.exhausted() || (until != null && !now.isBefore(until)),
        until);
  }

  /**
   * Returns the answer for a day without a record from the record of the day before: nothing is
   * known to be spent, and the bound is what the campaign spends at its last rate.
   */
  static BudgetAnswer ofDayAfter(KnownSpend before, Instant now) {
    Instant day = before.day().plus(DAY);
    Instant asOf = before.asOf().isAfter(day) ? before.asOf() : day;
    long bound = spentSince(asOf, now, before.ratePerMinute());
    Long budget = before.budget();
    boolean exhausted = budget != null && bound >= budget;
    return new BudgetAnswer(before.campaign(), day, 0, budget, bound, asOf, exhausted, null);
  }

  private static long spentSince(Instant asOf, Instant now, long ratePerMinute) {
    long millis = Math.max(0, Duration.between(asOf, now).toMillis());
    return LongMath.saturatedMultiply(ratePerMinute, millis) / MINUTE_MILLIS;
  }

  /** Returns the answer as JSON. */
  String toJson() {
    return "{\"campaign_id\":%s,\"day\":\"%s\",\"status\":\"%s\",\"spend_micros\":%d,\"bound_micros\":%d%s,\"as_of\":%d%s}"
        .formatted(
            JsonString.of(campaign),
            day.atOffset(ZoneOffset.UTC).toLocalDate(),
            exhausted ? "exhausted" : "active",
            spend,
            bound,
            budget == null ? "" : ",\"budget_micros\":" + budget,
            asOf.toEpochMilli(),
            activeUntil == null ? "" : ",\"active_until\":" + activeUntil.toEpochMilli());
  }
}
