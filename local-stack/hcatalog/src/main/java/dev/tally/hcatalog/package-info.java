/** Beam's own way back from Hive, in a JVM of its own. */
@org.jspecify.annotations.NullMarked
package dev.tally.hcatalog;
