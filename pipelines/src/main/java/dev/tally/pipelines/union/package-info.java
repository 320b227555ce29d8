/**
 * The union job: it reads the records of all regions, writes one topic per record type and loads
 * the stores.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.union;
