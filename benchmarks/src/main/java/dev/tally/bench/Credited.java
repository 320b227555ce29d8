package dev.tally.bench;

/**
 * The touch to which an order is credited.
 *
 * @param revision the revision of the record with this credit
 * @param eventId the event id of the touch; empty if the order is credited to no touch
 */
record Credited(long revision, String eventId) {}
