/** The command line, {@code ./tally}: one class a command, the work done elsewhere. */
@org.jspecify.annotations.NullMarked
package dev.tally.cli;
