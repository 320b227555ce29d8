/** Sends the payloads of dead letters to their topics again, each at most once. */
@org.jspecify.annotations.NullMarked
package dev.tally.operations.redrive;
