/**
 * What a service over HTTP tells of orders, for any Beam user: asked in batches, never waited for.
 *
 * <p>{@link dev.tally.io.orders.OrderApi} is the way in; docs/order-service.md is the contract.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.orders;
