package dev.tally.truth.generate;

import com.google.auto.value.AutoValue;
import java.time.Duration;

/** Describes the orders and campaign changes that are generated in addition to the events. */
@AutoValue
public abstract class OrderPlan {
  OrderPlan() {}

  /** The number of distinct orders; 0 generates neither orders nor campaigns. */
  public abstract int count();

  /** The share of orders that are cancelled; some cancellations arrive before their order. */
  public abstract double cancelledShare();

  /**
   * The share of orders that reach the broker up to {@link Plan#maxEventAge} late; some are late by
   * exactly that time.
   */
  public abstract double lateShare();

  /**
   * The share of orders that are meant to reach the broker before a touch that may earn credit for
   * them.
   */
  public abstract double earlyShare();

  /** The probability that an order or a cancellation is delivered again. */
  public abstract double copyShare();

  /**
   * The number of campaign changes during the plan. First versions, which two thirds of the
   * campaigns have, and second changes in the same millisecond are not included.
   */
  public abstract int campaignChanges();

  /**
   * The click window of campaigns without an applicable version, and the longest click window of
   * any version.
   */
  public abstract Duration clickWindow();

  /** The same as {@link #clickWindow}, for impressions. */
  public abstract Duration viewWindow();

  /** Returns a builder with the values of this plan. */
  public abstract Builder toBuilder();

  /** Returns a plan without orders. */
  public static OrderPlan none() {
    return of(0);
  }

  /**
   * Returns a plan with this number of orders, realistic noise and the attribution job's default
   * windows.
   */
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

  /**
   * Builds a plan, starting from {@link OrderPlan#of}. {@link Plan.Builder#build} checks the
   * values.
   */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Sets {@link OrderPlan#count}, from 0 to 2,000,000. */
    public abstract Builder count(int count);

    /** Sets {@link OrderPlan#cancelledShare}, from 0 to 1. Default: 0.08. */
    public abstract Builder cancelledShare(double cancelledShare);

    /** Sets {@link OrderPlan#lateShare}, from 0 to 1. Default: 0.05. */
    public abstract Builder lateShare(double lateShare);

    /** Sets {@link OrderPlan#earlyShare}, from 0 to 1. Default: 0.05. */
    public abstract Builder earlyShare(double earlyShare);

    /** Sets {@link OrderPlan#copyShare}, from 0 to 1. Default: 0.05. */
    public abstract Builder copyShare(double copyShare);

    /** Sets {@link OrderPlan#campaignChanges}, from 0 to 1,000,000. Default: 300. */
    public abstract Builder campaignChanges(int campaignChanges);

    /** Sets {@link OrderPlan#clickWindow}, from 0 to 365 days. Default: 7 days. */
    public abstract Builder clickWindow(Duration clickWindow);

    /** Sets {@link OrderPlan#viewWindow}, from 0 to 365 days. Default: 1 day. */
    public abstract Builder viewWindow(Duration viewWindow);

    /** Builds the plan. */
    public abstract OrderPlan build();
  }
}
