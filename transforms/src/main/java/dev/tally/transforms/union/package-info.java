/** Merges the records of all regions. */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.union;
