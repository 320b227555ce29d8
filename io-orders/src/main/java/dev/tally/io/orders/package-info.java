/**
 * Fetches order details from an HTTP service, in batches and without blocking; usable by any Beam
 * pipeline.
 *
 * <p>Start at {@link dev.tally.io.orders.OrderApi}; docs/order-service.md is the contract of the
 * service.
 *
 * <p>Durations in the public API are {@link org.joda.time.Duration}, as in Beam's own IOs and in
 * the options of the jobs. {@code java.time.Duration} is used only inside, where a client library
 * needs it.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.orders;
