/** Hive's servers, each of which runs in its own JVM. */
@org.jspecify.annotations.NullMarked
package dev.tally.server.hive;
