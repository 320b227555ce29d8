package dev.tally.transforms.attribute;

import org.joda.time.Instant;

/** A {@code SweepPage} identifies a page of keys that are swept at the same time. */
record SweepPage(Instant time, int number) {}
