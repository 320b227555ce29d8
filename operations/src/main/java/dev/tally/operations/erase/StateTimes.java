package dev.tally.operations.erase;

import dev.tally.operations.erase.ErasureReport.Finding;
import dev.tally.operations.erase.ErasureReport.Outcome;
import dev.tally.transforms.model.SweepInterval;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * How long the state of the jobs contains data of a user, from the options of the jobs.
 *
 * @param longestWindow the longer one of {@code clickWindow} and {@code viewWindow}
 * @param doubleClickWindow zero if the aggregation job counts no repeat clicks
 * @param maxClicksPerUserHour 0 if the aggregation job has no limit of clicks
 */
public record StateTimes(
    Duration maxEventAge,
    Duration maxRefundAge,
    Duration longestWindow,
    Duration doubleClickWindow,
    int maxClicksPerUserHour) {
  /** The lookups of the details of an order end after about 24 hours. */
  private static final Duration LOOKUPS = Duration.standardHours(25);

  private static final String WATERMARK =
      "when the job's watermark passes this time; a job that is stopped keeps its state";

  /**
   * Returns when the state with data of a user up to this time is forgotten. A sweep of an order
   * with several records can be repeated {@code maxEventAge} later, and sweeps are rounded up to
   * their interval.
   */
  List<Finding> findings(Instant until) {
    List<Finding> findings = new ArrayList<>();
    findings.add(repeatClicks(until));
    findings.add(clickRates(until));
    Instant touches = until.plus(longestWindow).plus(maxEventAge).plus(interval());
    findings.add(expires(UserPlace.TOUCHES, touches, WATERMARK));
    Instant orders =
        until.plus(longest(maxRefundAge, maxEventAge)).plus(maxEventAge).plus(interval());
    findings.add(expires(UserPlace.HELD_ORDERS, orders, WATERMARK));
    Instant waiting = orders.plus(LOOKUPS);
    findings.add(
        expires(
            UserPlace.WAITING_ORDERS,
            waiting,
            "at the latest, if the order service returns no details"));
    Instant batches = waiting.plus(Duration.standardHours(1));
    findings.add(
        expires(
            UserPlace.UNION_BATCHES,
            batches,
            "until then the attribution job can emit corrections; an insert follows within minutes"));
    Instant last = touches.isAfter(batches) ? touches : batches;
    findings.add(
        expires(
            UserPlace.CHECKPOINTS,
            last,
            "checkpoints that Flink completes after this time contain nothing of the users; delete savepoints and retained checkpoints that are older"));
    return findings;
  }

  private Finding repeatClicks(Instant until) {
    if (doubleClickWindow.getMillis() == 0) {
      return new Finding(
          UserPlace.REPEAT_CLICKS, "", Outcome.NONE, 0, null, "--doubleClickWindow is 0s");
    }
    Instant clicks = until.plus(doubleClickWindow).plus(maxEventAge).plus(interval());
    return expires(UserPlace.REPEAT_CLICKS, clicks, WATERMARK);
  }

  private Finding clickRates(Instant until) {
    if (maxClicksPerUserHour == 0) {
      return new Finding(
          UserPlace.CLICK_RATES, "", Outcome.NONE, 0, null, "--maxClicksPerUserHour is 0");
    }
    Instant clicks = until.plus(Duration.standardHours(1)).plus(maxEventAge);
    return expires(UserPlace.CLICK_RATES, clicks, WATERMARK);
  }

  private Duration interval() {
    return SweepInterval.of(maxEventAge).length();
  }

  private static Duration longest(Duration one, Duration other) {
    return one.isLongerThan(other) ? one : other;
  }

  private static Finding expires(UserPlace place, Instant time, String detail) {
    return new Finding(place, "", Outcome.EXPIRES, 0, time, detail);
  }
}
