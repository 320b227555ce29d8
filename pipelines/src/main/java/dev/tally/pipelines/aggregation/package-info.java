/** The aggregation job: raw ad events in, clean events and counts by minute out. */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.aggregation;
