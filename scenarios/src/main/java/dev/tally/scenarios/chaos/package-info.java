/**
 * Injects seeded faults into jobs on real servers and checks that their output is exactly the
 * expected one.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.scenarios.chaos;
