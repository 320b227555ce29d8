/** Hive's servers, each in a JVM of its own. */
@org.jspecify.annotations.NullMarked
package dev.tally.hive;
