/**
 * The command line, {@code ./tally}. Each command is a class that parses its options and delegates
 * to other packages.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.cli;
