package dev.tally.transforms.attribute;

/** A {@code KeyedArrival} is an {@link Arrival} with the user and store whose input it is. */
record KeyedArrival(UserStore key, Arrival arrival) {}
