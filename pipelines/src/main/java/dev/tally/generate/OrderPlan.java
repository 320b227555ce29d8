package dev.tally.generate;

import com.google.auto.value.AutoValue;
import java.time.Duration;

/** Which orders and campaign changes to generate beside the events. */
@AutoValue
public abstract class OrderPlan {
  OrderPlan() {}

  /** Different orders; 0 for none, and then no campaigns either. */
  public abstract int count();

  /** The share of orders that are cancelled, most of them later, some before they arrive. */
  public abstract double cancelledShare();

  /** The share that takes up to {@link Plan#maxEventAge} to the broker, now and then just that. */
  public abstract double lateShare();

  /** The share that is aimed to reach the broker before a touch that may earn it. */
  public abstract double earlyShare();

  /** The chance of an order, and of a cancellation, to be delivered again. */
  public abstract double copyShare();

  /** How often a campaign is changed while the plan runs; most have a first version before. */
  public abstract int campaignChanges();

  /** The click window where no version of a campaign holds, and the longest that one may have. */
  public abstract Duration clickWindow();

  /** The same for impressions. */
  public abstract Duration viewWindow();

  /** The same plan, to be changed. */
  public abstract Builder toBuilder();

  /** No orders. */
  public static OrderPlan none() {
    return of(0);
  }

  /** So many orders, with the noise of the field and the job's usual windows. */
  public static OrderPlan of(int count) {
    return new AutoValue_OrderPlan.Builder()
        .count(count)
        .cancelledShare(0.08)
        .lateShare(0.05)
        .earlyShare(0.05)
        .copyShare(0.05)
        .campaignChanges(300)
        .clickWindow(Duration.ofDays(7))
        .viewWindow(Duration.ofDays(1))
        .build();
  }

  /** Sets what differs from {@link OrderPlan#of}; {@link Plan.Builder#build} checks it. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** See {@link OrderPlan#count}. */
    public abstract Builder count(int count);

    /** See {@link OrderPlan#cancelledShare}. */
    public abstract Builder cancelledShare(double cancelledShare);

    /** See {@link OrderPlan#lateShare}. */
    public abstract Builder lateShare(double lateShare);

    /** See {@link OrderPlan#earlyShare}. */
    public abstract Builder earlyShare(double earlyShare);

    /** See {@link OrderPlan#copyShare}. */
    public abstract Builder copyShare(double copyShare);

    /** See {@link OrderPlan#campaignChanges}. */
    public abstract Builder campaignChanges(int campaignChanges);

    /** See {@link OrderPlan#clickWindow}. */
    public abstract Builder clickWindow(Duration clickWindow);

    /** See {@link OrderPlan#viewWindow}. */
    public abstract Builder viewWindow(Duration viewWindow);

    /** The plan. */
    public abstract OrderPlan build();
  }
}
