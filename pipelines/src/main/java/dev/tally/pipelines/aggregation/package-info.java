/** The aggregation job: it reads raw ad events, and writes clean events and counts by minute. */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.aggregation;
