/**
 * Hive tables out, for any Beam user: rows with a schema, each once, whatever is replayed.
 *
 * <p>{@link dev.tally.io.hive.HiveIO} is the way in; docs/hive-sink.md tells the protocol.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.hive;
