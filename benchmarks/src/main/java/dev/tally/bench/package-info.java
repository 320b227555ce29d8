/** Benchmarks of Tally and of what it replaces, on the same servers and with the same input. */
@org.jspecify.annotations.NullMarked
package dev.tally.bench;
