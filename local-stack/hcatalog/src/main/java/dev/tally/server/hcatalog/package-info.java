/** Reads Hive tables with Beam's own HCatalogIO, in a separate JVM. */
@org.jspecify.annotations.NullMarked
package dev.tally.server.hcatalog;
