/** Options that the jobs share, and their checks, which report all problems at once. */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.options;
