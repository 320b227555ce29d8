/** Counts events by minute and ad, as cumulative records of which the highest revision holds. */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.aggregate;
