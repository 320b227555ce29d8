/**
 * Fetches order details from an HTTP service, in batches and without blocking; usable by any Beam
 * pipeline.
 *
 * <p>Start at {@link dev.tally.io.orders.OrderApi}; docs/order-service.md is the contract of the
 * service.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.orders;
