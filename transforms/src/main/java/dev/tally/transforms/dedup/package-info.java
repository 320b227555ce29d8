/**
 * Lets the first copy of every event through and remembers its id until no other copy can be
 * accepted.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.dedup;
