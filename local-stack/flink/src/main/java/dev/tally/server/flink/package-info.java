/** The processes of a Flink session cluster. */
@org.jspecify.annotations.NullMarked
package dev.tally.server.flink;
