package dev.tally.generate;

/**
 * An event as planned; its JSON and its part of the truth are both made from it.
 *
 * @param number its number in the plan; the event id is made from it
 * @param clicked a click, else an impression
 * @param eventTime by the device, epoch ms
 * @param ad its number in the {@link Catalog}
 * @param user its number in the {@link Catalog}, which knows the region
 * @param costMicros what it costs; 0 is left out of the JSON
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
