package dev.tally.io.orders;

/**
 * What the service tells of an order.
 *
 * @param items how many items it has
 * @param category what most of it is, for example {@code grocery}
 * @param newCustomer whether it is the user's first at the store
 */
public record Details(long items, String category, boolean newCustomer) {}
