/** Seeded crashes and restores of a job on real servers, and what then stands in its output. */
@org.jspecify.annotations.NullMarked
package dev.tally.chaos;
