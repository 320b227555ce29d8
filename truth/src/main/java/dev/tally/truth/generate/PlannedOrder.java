package dev.tally.truth.generate;

/**
 * A planned order, from which both its JSON and its part of the truth are derived.
 *
 * @param number the order's number in the plan, from which the order id is derived
 * @param user the user's number in the {@link Catalog}; negative numbers are guests, who have no
 *     touches
 * @param store the store's number in the {@link Catalog}
 * @param time when the order was placed, epoch ms
 * @param brokerTime broker time of the first copy, epoch ms
 * @param cancelled true if the order is cancelled in the end
 */
record PlannedOrder(
    int number,
    int user,
    int store,
    long time,
    long brokerTime,
    long amountMicros,
    boolean cancelled) {
  boolean isOfAGuest() {
    return user < 0;
  }
}
