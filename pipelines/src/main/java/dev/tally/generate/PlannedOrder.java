package dev.tally.generate;

/**
 * An order as planned; its JSON and its part of the truth are both made from it.
 *
 * @param number its number in the plan; the order id is made from it
 * @param user its number in the {@link Catalog}; below 0 a guest, who has no touch
 * @param store its number in the {@link Catalog}
 * @param time when it was placed, epoch ms
 * @param brokerTime when a broker took its first copy, epoch ms
 * @param cancelled whether it is cancelled in the end
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
