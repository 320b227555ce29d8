package dev.tally.transforms.enrich;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.tally.transforms.model.AttributedOrder;
import dev.tally.transforms.model.AttributedOrderCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Adds the details that an order service tells, and never waits for it: an order whose details are
 * not known by the end of a grace goes on without, and again, in a higher revision, when they are.
 *
 * <p>Input: attributed orders and their corrections, in the global window.
 *
 * <p>Output: each order at least once, in its newest revision. A correction that is overtaken by a
 * newer one within the grace does not show. The answer that was first used for an order is used for
 * its corrections too, also after a restore, whatever the service says later: no revision is given
 * in two forms. When everything is quiet each order has its details, or was given up.
 *
 * <p>Order and watermark: an order that is kept here holds no watermark. So its record may be
 * written behind a heartbeat that is later than its time, as corrections are anyway; readers go by
 * revisions, and wait for nothing else.
 *
 * <p>State: per order, while it waits, its newest credit (some 500 bytes), for some 24 hours of the
 * job at most; then its details (some 30 bytes), until the watermark is {@code maxEventAge} beyond
 * its time, or beyond the watermark at which they came if that was later. After that only a
 * cancellation can come, up to 90 days later: it asks again, and may be told something else.
 *
 * <p>Without a service the step stays, so that a savepoint of a job that had one can be restored:
 * what waits goes on, details once given are given to corrections, and all else passes at once.
 *
 * <p>Errors: none; what the service does to an order is a pause. At the end of a bounded input an
 * order that still waits goes on without details.
 */
@AutoValue
public abstract class EnrichOrders
    extends PTransform<PCollection<AttributedOrder>, PCollection<AttributedOrder>> {
  private static final long serialVersionUID = 1L;
  private static final Duration DEFAULT_GRACE = Duration.standardSeconds(2);

  /** Some 24 hours: after four minutes there are two a minute. */
  private static final int DEFAULT_MAX_LOOKS = 3_000;

  /**
   * Asks a service, and remembers its answers while corrections may come.
   *
   * @param maxEventAge how long after an order's time its last correction may come, by the
   *     watermark
   */
  public static EnrichOrders from(OrderService service, Duration maxEventAge) {
    return new AutoValue_EnrichOrders(service, maxEventAge, DEFAULT_GRACE, DEFAULT_MAX_LOOKS);
  }

  abstract OrderService service();

  abstract Duration maxEventAge();

  abstract Duration grace();

  abstract int maxLooks();

  /** Lets an order wait so long before it goes on without details, by default 2 seconds. */
  public EnrichOrders withGrace(Duration grace) {
    checkArgument(!grace.isShorterThan(Duration.ZERO), "grace must not be negative, is %s", grace);
    return new AutoValue_EnrichOrders(service(), maxEventAge(), grace, maxLooks());
  }

  /** Looks so often at an order before it is given up, by default 3,000 times: some 24 hours. */
  public EnrichOrders withMaxLooks(int maxLooks) {
    checkArgument(maxLooks > 0, "maxLooks must be above 0, is %s", maxLooks);
    return new AutoValue_EnrichOrders(service(), maxEventAge(), grace(), maxLooks);
  }

  @Override
  public PCollection<AttributedOrder> expand(PCollection<AttributedOrder> attributed) {
    checkArgument(
        attributed.getWindowingStrategy().getWindowFn() instanceof GlobalWindows,
        "EnrichOrders remembers orders across windows: apply it before any Window.into");
    return attributed
        .apply(
            "KeyByOrder",
            WithKeys.<String, AttributedOrder>of(order -> order.order().getOrderId())
                .withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), AttributedOrderCoder.of()))
        .apply("Enrich", ParDo.of(new EnrichFn(this)))
        .setCoder(AttributedOrderCoder.of());
  }
}
