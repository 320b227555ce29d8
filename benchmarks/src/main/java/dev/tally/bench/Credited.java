package dev.tally.bench;

/**
 * What an order is credited to.
 *
 * @param revision of the record that says it
 * @param eventId of the touch; empty if nobody earned it
 */
record Credited(long revision, String eventId) {}
