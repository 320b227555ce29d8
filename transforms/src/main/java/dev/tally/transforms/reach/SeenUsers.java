package dev.tally.transforms.reach;

import dev.tally.transforms.model.UserSketch;
import org.joda.time.Instant;

/**
 * {@code SeenUsers} are the users of some events of one set.
 *
 * @param events the number of events
 * @param brokerTime the latest broker time of the events
 */
record SeenUsers(UserSketch users, long events, Instant brokerTime) {}
