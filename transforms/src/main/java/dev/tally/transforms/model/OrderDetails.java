package dev.tally.transforms.model;

/**
 * {@code OrderDetails} are the properties of an order that the order service returns.
 *
 * @param items the number of items in the order
 * @param category the category of most of the items, for example {@code grocery}
 * @param newCustomer whether this is the user's first order at the store
 */
public record OrderDetails(long items, String category, boolean newCustomer) {}
