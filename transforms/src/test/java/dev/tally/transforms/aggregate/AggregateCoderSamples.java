package dev.tally.transforms.aggregate;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.noonPlus;

import dev.tally.transforms.CoderSample;
import dev.tally.transforms.model.MeasureSums;
import java.util.List;

/** A sample for each form that a coder of the package writes. */
public final class AggregateCoderSamples {
  private AggregateCoderSamples() {}

  public static List<CoderSample<?>> all() {
    MetricKey key = new MetricKey("region", "campaign", "ad", "store");
    return List.of(
        CoderSample.of(
            new CountsCoder(), "counts", new Counts(MeasureSums.of(300, 3, 2, 400), NOON)),
        CoderSample.of(new CountsCoder(), "none", Counts.NONE),
        CoderSample.of(new MetricKeyCoder(), "key", key),
        CoderSample.of(new MinuteKeyCoder(), "row", new MinuteKey(key, 29_000_000)),
        CoderSample.of(
            new PendingCountsCoder(),
            "pending",
            new PendingCounts(new Counts(MeasureSums.of(1, 2, 3, 4), NOON), noonPlus(60))),
        CoderSample.of(new CountTimersCoder(), "none", CountTimers.NONE),
        CoderSample.of(new CountTimersCoder(), "all", new CountTimers(NOON, noonPlus(60), true)),
        CoderSample.of(new RepeatKeyCoder(), "key", new RepeatKey(300, "user", "ad")),
        CoderSample.of(
            new ClickSliceCoder(),
            "single",
            new ClickSlice(NOON, "event", key, false, noonPlus(1))),
        CoderSample.of(
            new ClickSliceCoder(),
            "invalid",
            new ClickSlice(NOON, "event", key, true, noonPlus(1))),
        CoderSample.of(
            new ClickSliceCoder(), "repeat", new ClickSlice(NOON, "event", null, false, NOON)),
        CoderSample.of(
            new CountsCoder(), "invalid", new Counts(MeasureSums.of(1, 2, 3, 4, 0, 5), NOON)),
        CoderSample.of(new UserHourCoder(), "key", new UserHour("user", 492_324)),
        CoderSample.of(
            new UserClickCoder(),
            "click",
            new UserClick(UserClick.Kind.CLICK, new MinuteKey(key, 29_000_000), NOON)),
        CoderSample.of(
            new UserClickCoder(),
            "invalid repeat",
            new UserClick(UserClick.Kind.INVALID_REPEAT, new MinuteKey(key, 29_000_000), NOON)));
  }
}
