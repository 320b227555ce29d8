package dev.tally.io.orders;

/**
 * The details that the order service returns for one order.
 *
 * @param items the number of items in the order
 * @param category the category of most of its items, for example {@code grocery}
 * @param newCustomer whether it is the user's first order at the store
 */
public record Details(long items, String category, boolean newCustomer) {}
