/** Reads the records that a store holds, and compares them with the truth. */
@org.jspecify.annotations.NullMarked
package dev.tally.scenarios.verify;
