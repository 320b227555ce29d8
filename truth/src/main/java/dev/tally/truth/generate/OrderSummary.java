package dev.tally.truth.generate;

import com.google.auto.value.AutoValue;
import java.time.Instant;

/**
 * The totals of the generated orders.
 *
 * <p>The number of lines is orders + cancellations + duplicates + too old, and the number of orders
 * is credited to clicks + credited to impressions + uncredited + cancelled. The other counts are
 * the orders, without cancelled ones, that test a certain rule; an order may test several rules.
 */
@AutoValue
public abstract class OrderSummary {
  OrderSummary() {}

  /** Lines in the order file. */
  public abstract long lines();

  /** Lines in the campaign file. */
  public abstract long campaignLines();

  /** Distinct orders, which are the rows of the truth. */
  public abstract long orders();

  /** Later copies of orders and of cancellations, without those that are too old. */
  public abstract long duplicates();

  /** Copies that are delivered too late and must be rejected as {@code TOO_OLD}. */
  public abstract long tooOld();

  /** Orders that are credited to a click. */
  public abstract long creditedToClicks();

  /** Orders that are credited to an impression. */
  public abstract long creditedToImpressions();

  /** Orders that are credited to no touch. */
  public abstract long uncredited();

  /** Orders that are cancelled. */
  public abstract long cancelled();

  /** Uncredited orders of users who have touches at the store. */
  public abstract long uncreditedDespiteTouches();

  /** Orders that arrived more than a minute after they were placed. */
  public abstract long late();

  /** Orders that arrived before the touch that they are credited to. */
  public abstract long beforeTheirTouch();

  /** Orders that are credited to a touch in the same millisecond. */
  public abstract long atTheirTouch();

  /** Orders that are placed exactly at the end of the window of the credited touch. */
  public abstract long atTheEdge();

  /** Orders that are placed one millisecond after the end of a touch's window. */
  public abstract long beyondTheEdge();

  /** Orders where only the event ids decide between two touches. */
  public abstract long tied();

  /** Orders that would be credited differently without campaign versions. */
  public abstract long decidedByCampaigns();

  /** The broker time of the last line of both files. */
  public abstract Instant lastBrokerTime();

  /** Returns the totals as text, e.g. {@code 11,210 order lines: 10,000 orders, …}. */
  public final String line() {
    return ("%,d order lines: %,d orders, %,d to be credited to clicks, %,d to impressions and %,d to"
            + " no touch, %,d cancelled; %,d campaign versions")
        .formatted(
            lines(),
            orders(),
            creditedToClicks(),
            creditedToImpressions(),
            uncredited(),
            cancelled(),
            campaignLines());
  }

  /** Returns how many orders test each rule, e.g. {@code Of the orders, 40 arrive late, …}. */
  public final String rules() {
    return ("Of the orders, %,d arrive late and %,d before their touch; %,d have the same time as their"
            + " touch, %,d are at the end of its window and %,d a millisecond after the end of a"
            + " window; %,d are decided by event ids and %,d by campaign settings")
        .formatted(
            late(),
            beforeTheirTouch(),
            atTheirTouch(),
            atTheEdge(),
            beyondTheEdge(),
            tied(),
            decidedByCampaigns());
  }

  /** Returns the number of orders that are credited to a touch. */
  public final long credited() {
    return creditedToClicks() + creditedToImpressions();
  }

  static Builder builder() {
    return new AutoValue_OrderSummary.Builder();
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder lines(long lines);

    abstract Builder campaignLines(long campaignLines);

    abstract Builder orders(long orders);

    abstract Builder duplicates(long duplicates);

    abstract Builder tooOld(long tooOld);

    abstract Builder creditedToClicks(long creditedToClicks);

    abstract Builder creditedToImpressions(long creditedToImpressions);

    abstract Builder uncredited(long uncredited);

    abstract Builder cancelled(long cancelled);

    abstract Builder uncreditedDespiteTouches(long uncreditedDespiteTouches);

    abstract Builder late(long late);

    abstract Builder beforeTheirTouch(long beforeTheirTouch);

    abstract Builder atTheirTouch(long atTheirTouch);

    abstract Builder atTheEdge(long atTheEdge);

    abstract Builder beyondTheEdge(long beyondTheEdge);

    abstract Builder tied(long tied);

    abstract Builder decidedByCampaigns(long decidedByCampaigns);

    abstract Builder lastBrokerTime(Instant lastBrokerTime);

    abstract OrderSummary build();
  }
}
