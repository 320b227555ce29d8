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
 * Adds the details that an order service returns to attributed orders, and never blocks on the
 * service. An order whose details are not known within the maximum wait is emitted without them,
 * and again with a higher revision as soon as they are known.
 *
 * <p>Input: attributed orders and their corrections, in the global window.
 *
 * <p>Output: each order at least once, in its newest revision. If a newer correction arrives within
 * the maximum wait, the older one is not emitted. The details that were first used for an order are
 * also used for its corrections, after a restore too, even if the service returns other ones later.
 * No revision is therefore emitted with two different sets of details. When no more input arrives
 * and no lookup is left, each order was emitted with its details, or all of its lookups were used
 * without success.
 *
 * <p>Watermark: an order that waits does not hold the watermark. Its record may therefore be
 * written after a heartbeat whose watermark is later than its order time, as any correction may.
 * Readers only compare revisions, so this does not affect them.
 *
 * <p>State: per waiting order, its newest credit (about 500 bytes), for at most about 24 hours of
 * the job's running time; then its details (about 30 bytes), until the watermark is {@code
 * maxRefundAge} after the order time, or after the watermark at which the details were received if
 * that is later. After that only a cancellation or full refund can arrive, up to 90 days after the
 * order. Its details are looked up again and may differ.
 *
 * <p>Without a service the step remains in the job, so that a savepoint of a job with a service can
 * be restored. Orders that wait are emitted without details, details that were used for an order
 * are used for its corrections, and all other orders are emitted at once.
 *
 * <p>Errors: none. If the service does not return details, the order waits. At the end of a bounded
 * input, an order that still waits is emitted without details.
 */
@AutoValue
public abstract class EnrichOrders
    extends PTransform<PCollection<AttributedOrder>, PCollection<AttributedOrder>> {
  private static final long serialVersionUID = 1L;
  private static final Duration DEFAULT_MAX_WAIT = Duration.standardSeconds(2);

  /**
   * This number lasts for about 24 hours: after an order has waited for four minutes, there are two
   * lookups per minute.
   */
  private static final int DEFAULT_MAX_ATTEMPTS = 3_000;

  /**
   * Returns a transform that queries a service and remembers the details of an order while lines,
   * touches and partial refunds can change it.
   *
   * @param maxRefundAge how long details are remembered after the order time or, if that is later,
   *     after the watermark at which they were received
   */
  public static EnrichOrders from(OrderService service, Duration maxRefundAge) {
    return new AutoValue_EnrichOrders(
        service, maxRefundAge, DEFAULT_MAX_WAIT, DEFAULT_MAX_ATTEMPTS);
  }

  abstract OrderService service();

  abstract Duration maxRefundAge();

  abstract Duration maxWait();

  abstract int maxAttempts();

  /**
   * Sets how long an order waits for its details before it is emitted without them. Default: 2
   * seconds.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public EnrichOrders withMaxWait(Duration maxWait) {
    checkArgument(
        !maxWait.isShorterThan(Duration.ZERO),
        "the maximum wait must not be negative, is %s",
        maxWait);
    return new AutoValue_EnrichOrders(service(), maxRefundAge(), maxWait, maxAttempts());
  }

  /**
   * Sets the maximum number of lookups for an order. Default: 3,000, which lasts about 24 hours.
   *
   * @throws IllegalArgumentException if the number is not above 0
   */
  public EnrichOrders withMaxAttempts(int maxAttempts) {
    checkArgument(
        maxAttempts > 0, "the maximum number of lookups must be above 0, is %s", maxAttempts);
    return new AutoValue_EnrichOrders(service(), maxRefundAge(), maxWait(), maxAttempts);
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
