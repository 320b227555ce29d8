package dev.tally.truth.generate;

/**
 * A planned event, from which both its JSON and its part of the truth are derived.
 *
 * @param number the event's number in the plan, from which the event id is derived
 * @param clicked true for a click, false for an impression
 * @param eventTime by the device's clock, epoch ms
 * @param ad the ad's number in the {@link Catalog}
 * @param user the user's number in the {@link Catalog}, which determines the region
 * @param costMicros the event's cost; 0 is omitted from the JSON
 */
record PlannedEvent(
    long number, boolean clicked, long eventTime, int ad, int user, long costMicros) {

  PlannedEvent withEventTime(long otherTime) {
    return new PlannedEvent(number, clicked, otherTime, ad, user, costMicros);
  }

  PlannedEvent withUser(int otherUser) {
    return new PlannedEvent(number, clicked, eventTime, ad, otherUser, costMicros);
  }
}
