package dev.tally.generate;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What to generate: the same plan gives the same lines on any machine.
 *
 * <p>{@link #events} is the number of <em>accepted</em> events, met exactly; duplicates and broken
 * lines come on top. They are drawn from streams of their own, so the truth does not change with
 * {@link #duplicateShare} or {@link #malformedShare}.
 */
@AutoValue
public abstract class Plan {
  Plan() {}

  /** Seeds every draw. */
  public abstract long seed();

  /** Accepted events; each is counted exactly once by the truth. */
  public abstract long events();

  /** Ads, {@code ad-0} the most shown. Each belongs to one campaign. */
  public abstract int ads();

  /** Campaigns, at most {@link #ads}. Each belongs to one store. */
  public abstract int campaigns();

  /** Stores, at most {@link #campaigns}. */
  public abstract int stores();

  /** Users, each at home in one region. */
  public abstract int users();

  /** Regions, e.g. {@code us-east}: lower-case letters, digits and hyphens. */
  @SuppressWarnings("AutoValueImmutableFields") // build() copies it
  public abstract List<String> regions();

  /** No broker time is before it. */
  public abstract Instant start();

  /** The broker times of first copies lie in it; later copies may run past its end. */
  public abstract Duration span();

  /** The k-th ad is shown in proportion to k^-exponent. */
  public abstract double zipfExponent();

  /** The share of accepted events that are clicks. */
  public abstract double clickShare();

  /** The chance of an accepted event to be delivered again. */
  public abstract double duplicateShare();

  /** How long after the first copy a duplicate is delivered, at most. */
  public abstract Duration maxCopyDelay();

  /** The share of accepted events that a device holds back for more than a few seconds. */
  public abstract double lateShare();

  /** Broker time − event time of an accepted event, at most; not above {@link #maxEventAge}. */
  public abstract Duration maxDelay();

  /** Broken lines per accepted event. */
  public abstract double malformedShare();

  /** Broker time − event time above it is refused as {@code TOO_OLD}. */
  public abstract Duration maxEventAge();

  /** Event time − broker time above it is refused as {@code IN_THE_FUTURE}. */
  public abstract Duration maxClockSkew();

  /**
   * Orders, and changes of campaigns; with orders one event in 50 happens just when another did.
   */
  public abstract OrderPlan orders();

  /** The same plan, to be changed. */
  public abstract Builder toBuilder();

  /** A day of 100,000 events in one region, with the noise of the field. */
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
        .duplicateShare(0.006)
        .maxCopyDelay(Duration.ofMinutes(5))
        .lateShare(0.01)
        .maxDelay(Duration.ofHours(1))
        .malformedShare(0.003)
        .maxEventAge(Duration.ofHours(6))
        .maxClockSkew(Duration.ofMinutes(5))
        .orders(OrderPlan.none());
  }

  /** Sets what differs from the defaults of {@link Plan#builder}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** See {@link Plan#seed}. */
    public abstract Builder seed(long seed);

    /** See {@link Plan#events}. */
    public abstract Builder events(long events);

    /** See {@link Plan#ads}. */
    public abstract Builder ads(int ads);

    /** See {@link Plan#campaigns}. */
    public abstract Builder campaigns(int campaigns);

    /** See {@link Plan#stores}. */
    public abstract Builder stores(int stores);

    /** See {@link Plan#users}. */
    public abstract Builder users(int users);

    /** See {@link Plan#regions}. */
    public abstract Builder regions(List<String> regions);

    /** See {@link Plan#start}. */
    public abstract Builder start(Instant start);

    /** See {@link Plan#span}. */
    public abstract Builder span(Duration span);

    /** See {@link Plan#zipfExponent}. */
    public abstract Builder zipfExponent(double zipfExponent);

    /** See {@link Plan#clickShare}. */
    public abstract Builder clickShare(double clickShare);

    /** See {@link Plan#duplicateShare}. */
    public abstract Builder duplicateShare(double duplicateShare);

    /** See {@link Plan#maxCopyDelay}. */
    public abstract Builder maxCopyDelay(Duration maxCopyDelay);

    /** See {@link Plan#lateShare}. */
    public abstract Builder lateShare(double lateShare);

    /** See {@link Plan#maxDelay}. */
    public abstract Builder maxDelay(Duration maxDelay);

    /** See {@link Plan#malformedShare}. */
    public abstract Builder malformedShare(double malformedShare);

    /** See {@link Plan#maxEventAge}. */
    public abstract Builder maxEventAge(Duration maxEventAge);

    /** See {@link Plan#maxClockSkew}. */
    public abstract Builder maxClockSkew(Duration maxClockSkew);

    /** See {@link Plan#orders}. */
    public abstract Builder orders(OrderPlan orders);

    abstract List<String> regions();

    abstract Plan autoBuild();

    /**
     * The plan.
     *
     * @throws IllegalArgumentException if it cannot hold; the message names every problem
     */
    public Plan build() {
      Plan plan = regions(List.copyOf(regions())).autoBuild();
      PlanProblems.throwIfAny(plan);
      return plan;
    }
  }
}
