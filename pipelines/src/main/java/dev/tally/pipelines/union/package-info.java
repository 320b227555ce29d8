/** The union-and-load job: the records of all regions in, one topic of each kind out. */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.union;
