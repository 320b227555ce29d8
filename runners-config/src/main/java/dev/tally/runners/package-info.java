/**
 * Default settings, checks and monitoring of the runners. This is the only code that names Flink.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.runners;
