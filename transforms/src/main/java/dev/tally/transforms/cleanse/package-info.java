/** Checks the values and the age of decoded records and rejects those that break a rule. */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.cleanse;
