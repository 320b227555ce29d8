/**
 * Adds details from an order service to attributed orders, without ever blocking on the service.
 *
 * <ul>
 *   <li>The step: {@link EnrichOrders} with {@code EnrichFn} (its stateful {@code DoFn})
 *   <li>Rules without Beam: {@code EnrichRule} (when an order is emitted, with which details),
 *       {@code WaitingOrder} (when it is looked up again)
 *   <li>The service: {@link OrderService} (port), {@code AbsentOrderService}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.enrich;
