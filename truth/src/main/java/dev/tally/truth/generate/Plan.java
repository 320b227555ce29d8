package dev.tally.truth.generate;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Describes what to generate. The same plan produces the same lines on any machine.
 *
 * <p>{@link #events} is the exact number of <em>accepted</em> events; duplicates and lines to be
 * rejected are generated in addition. They are drawn from separate random streams, so the truth
 * does not depend on {@link #duplicateShare} or {@link #malformedShare}.
 */
@AutoValue
public abstract class Plan {
  Plan() {}

  /** The seed of all random choices. */
  public abstract long seed();

  /** The number of accepted events; the truth counts each exactly once. */
  public abstract long events();

  /** The number of ads; {@code ad-0} is shown most often. Each ad belongs to one campaign. */
  public abstract int ads();

  /** The number of campaigns, at most {@link #ads}. Each campaign belongs to one store. */
  public abstract int campaigns();

  /** The number of stores, at most {@link #campaigns}. */
  public abstract int stores();

  /** The number of users; each belongs to one region. */
  public abstract int users();

  /** The names of the regions, e.g. {@code us-east}: lower-case letters, digits and hyphens. */
  @SuppressWarnings("AutoValueImmutableFields") // build() copies it
  public abstract List<String> regions();

  /** The earliest broker time. */
  public abstract Instant start();

  /**
   * The range of the broker times of first copies, from {@link #start}; later copies may exceed it.
   */
  public abstract Duration span();

  /**
   * The exponent of the ads' Zipf distribution: the k-th ad is shown in proportion to k^-exponent.
   */
  public abstract double zipfExponent();

  /** The share of accepted events that are clicks. */
  public abstract double clickShare();

  /** The share of clicks that are assigned to the first user, in addition to that user's own. */
  public abstract double hotUserShare();

  /** The probability that an accepted event is delivered again. */
  public abstract double duplicateShare();

  /** The maximum time from the first copy of an event to a duplicate. */
  public abstract Duration maxCopyDelay();

  /**
   * The share of accepted events that may arrive up to {@link #maxDelay} late; all others arrive
   * within five seconds.
   */
  public abstract double lateShare();

  /** The maximum broker time − event time of an accepted event, at most {@link #maxEventAge}. */
  public abstract Duration maxDelay();

  /** The number of lines to be rejected per accepted event. */
  public abstract double malformedShare();

  /** Events with a larger broker time − event time are rejected as {@code TOO_OLD}. */
  public abstract Duration maxEventAge();

  /** Events with a larger event time − broker time are rejected as {@code IN_THE_FUTURE}. */
  public abstract Duration maxClockSkew();

  /**
   * The orders and campaign changes. If there are orders, one event in 50 has the same time as an
   * earlier one.
   */
  public abstract OrderPlan orders();

  /** Returns a builder with the values of this plan. */
  public abstract Builder toBuilder();

  /**
   * Returns a builder of a plan with 100,000 events over one day in one region, with realistic
   * noise.
   */
  public static Builder builder() {
    return new AutoValue_Plan.Builder()
        .seed(1)
        .events(100_000)
        .ads(1_000)
        .campaigns(200)
        .stores(50)
        .users(20_000)
        .regions(List.of("us-east"))
        .start(Instant.parse("2026-01-05T00:00:00Z"))
        .span(Duration.ofHours(24))
        .zipfExponent(1.05)
        .clickShare(0.07)
        .hotUserShare(0)
        .duplicateShare(0.006)
        .maxCopyDelay(Duration.ofMinutes(5))
        .lateShare(0.01)
        .maxDelay(Duration.ofHours(1))
        .malformedShare(0.003)
        .maxEventAge(Duration.ofHours(6))
        .maxClockSkew(Duration.ofMinutes(5))
        .orders(OrderPlan.none());
  }

  /** Builds a plan. {@link #build} checks the ranges. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Sets {@link Plan#seed}. Default: 1. */
    public abstract Builder seed(long seed);

    /** Sets {@link Plan#events}, from 1 to 10,000,000,000. Default: 100,000. */
    public abstract Builder events(long events);

    /** Sets {@link Plan#ads}, from 1 to 1,000,000. Default: 1,000. */
    public abstract Builder ads(int ads);

    /** Sets {@link Plan#campaigns}, from 1 to {@link Plan#ads}. Default: 200. */
    public abstract Builder campaigns(int campaigns);

    /** Sets {@link Plan#stores}, from 1 to {@link Plan#campaigns}. Default: 50. */
    public abstract Builder stores(int stores);

    /** Sets {@link Plan#users}, from 1 to 1,000,000,000. Default: 20,000. */
    public abstract Builder users(int users);

    /** Sets {@link Plan#regions}, from 1 to 64 names. Default: {@code us-east}. */
    public abstract Builder regions(List<String> regions);

    /** Sets {@link Plan#start}, from 1971 to 2098. Default: 2026-01-05T00:00:00Z. */
    public abstract Builder start(Instant start);

    /** Sets {@link Plan#span}, from 1 ms to 366 days. Default: 24 h. */
    public abstract Builder span(Duration span);

    /** Sets {@link Plan#zipfExponent}, from 0 to 10. Default: 1.05. */
    public abstract Builder zipfExponent(double zipfExponent);

    /** Sets {@link Plan#clickShare}, from 0 to 1. Default: 0.07. */
    public abstract Builder clickShare(double clickShare);

    /** Sets {@link Plan#hotUserShare}, from 0 to 1. Default: 0. */
    public abstract Builder hotUserShare(double hotUserShare);

    /** Sets {@link Plan#duplicateShare}, from 0 to 1. Default: 0.006. */
    public abstract Builder duplicateShare(double duplicateShare);

    /** Sets {@link Plan#maxCopyDelay}, from 1 ms to 1 day. Default: 5 min. */
    public abstract Builder maxCopyDelay(Duration maxCopyDelay);

    /** Sets {@link Plan#lateShare}, from 0 to 1. Default: 0.01. */
    public abstract Builder lateShare(double lateShare);

    /** Sets {@link Plan#maxDelay}, from 0 to {@link Plan#maxEventAge}. Default: 1 h. */
    public abstract Builder maxDelay(Duration maxDelay);

    /** Sets {@link Plan#malformedShare}, from 0 to 1. Default: 0.003. */
    public abstract Builder malformedShare(double malformedShare);

    /** Sets {@link Plan#maxEventAge}, from 1 s to 30 days. Default: 6 h. */
    public abstract Builder maxEventAge(Duration maxEventAge);

    /** Sets {@link Plan#maxClockSkew}, from 0 to 1 day. Default: 5 min. */
    public abstract Builder maxClockSkew(Duration maxClockSkew);

    /** Sets {@link Plan#orders}. Default: {@link OrderPlan#none}. */
    public abstract Builder orders(OrderPlan orders);

    abstract List<String> regions();

    abstract Plan autoBuild();

    /**
     * Builds the plan.
     *
     * @throws IllegalArgumentException if a value is out of range; the message lists every problem
     */
    public Plan build() {
      Plan plan = regions(List.copyOf(regions())).autoBuild();
      PlanProblems.throwIfAny(plan);
      return plan;
    }
  }
}
