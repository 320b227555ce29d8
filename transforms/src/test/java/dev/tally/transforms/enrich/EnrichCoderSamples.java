package dev.tally.transforms.enrich;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.model.ModelCoderSamples.ORDER;

import dev.tally.transforms.CoderSample;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.Attribution;
import java.util.List;

/** A sample for each form that a coder of the package writes. */
public final class EnrichCoderSamples {
  private EnrichCoderSamples() {}

  public static List<CoderSample<?>> all() {
    WaitingOrder waiting =
        WaitingOrder.of(
            new AttributedOrder(4, ORDER, Attribution.ofOne("last_touch", List.of()), null), NOON);
    return List.of(
        CoderSample.of(WaitingOrderCoder.of(), "new", waiting),
        CoderSample.of(WaitingOrderCoder.of(), "sent", waiting.afterAttempt().nowSent()));
  }
}
