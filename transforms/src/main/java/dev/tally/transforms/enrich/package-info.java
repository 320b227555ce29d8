/**
 * Adds details from an order service to attributed orders, without ever blocking on the service.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.enrich;
