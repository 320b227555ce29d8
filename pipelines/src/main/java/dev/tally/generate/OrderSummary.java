package dev.tally.generate;

import com.google.auto.value.AutoValue;
import java.time.Instant;

/**
 * The totals of the orders: lines = orders + cancellations + duplicates + too old; orders =
 * credited to clicks + credited to impressions + uncredited + cancelled. The others tell how many
 * orders that are not cancelled test a rule; one order may test several.
 */
@AutoValue
public abstract class OrderSummary {
  OrderSummary() {}

  /** Lines in the file of orders. */
  public abstract long lines();

  /** Lines in the file of campaigns. */
  public abstract long campaignLines();

  /** Rows of the truth: different orders. */
  public abstract long orders();

  /** Later copies of orders and of cancellations. */
  public abstract long duplicates();

  /** Copies that come too late, to be refused as {@code TOO_OLD}. */
  public abstract long tooOld();

  /** Orders that a click earns. */
  public abstract long creditedToClicks();

  /** Orders that an impression earns. */
  public abstract long creditedToImpressions();

  /** Orders that nobody earns. */
  public abstract long uncredited();

  /** Orders that are cancelled. */
  public abstract long cancelled();

  /** Uncredited orders of a user who has touches at the store. */
  public abstract long uncreditedInSpiteOfTouches();

  /** Orders that arrived more than a minute after they were placed. */
  public abstract long late();

  /** Orders that arrived before the touch that earns them. */
  public abstract long beforeTheirTouch();

  /** Orders that a touch in the same millisecond earns. */
  public abstract long atTheirTouch();

  /** Orders that a touch earns whose window ended just then. */
  public abstract long atTheEdge();

  /** Orders with a touch whose window ended a millisecond before. */
  public abstract long beyondTheEdge();

  /** Orders that only the event id decides. */
  public abstract long tied();

  /** Orders that would be credited otherwise if no campaign had said anything. */
  public abstract long decidedByCampaigns();

  /** Of the last line of either file. */
  public abstract Instant lastBrokerTime();

  /** E.g. {@code 11,210 lines of orders: 10,000 orders, …}. */
  public final String line() {
    return ("%,d lines of orders: %,d orders, %,d to be credited to clicks and %,d to impressions,"
            + " %,d to nobody, %,d cancelled; %,d versions of campaigns")
        .formatted(
            lines(),
            orders(),
            creditedToClicks(),
            creditedToImpressions(),
            uncredited(),
            cancelled(),
            campaignLines());
  }

  /** Which rules the orders test, e.g. {@code Of the orders 40 came late, …}. */
  public final String rules() {
    return ("Of the orders %,d came late and %,d before their touch; %,d are at their touch's time,"
            + " %,d at its window's end and %,d a millisecond beyond one; %,d are decided by the"
            + " event id, %,d by what campaigns said")
        .formatted(
            late(),
            beforeTheirTouch(),
            atTheirTouch(),
            atTheEdge(),
            beyondTheEdge(),
            tied(),
            decidedByCampaigns());
  }

  /** Orders that somebody earns. */
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

    abstract Builder uncreditedInSpiteOfTouches(long uncreditedInSpiteOfTouches);

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
