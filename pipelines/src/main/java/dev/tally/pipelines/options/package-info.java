/** Options that jobs share, and how they are checked: all errors at once. */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.options;
