/** How jobs run: defaults, checks and monitoring of the runners. The only code that names Flink. */
@org.jspecify.annotations.NullMarked
package dev.tally.runners;
