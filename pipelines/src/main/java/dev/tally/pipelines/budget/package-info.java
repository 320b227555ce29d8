/**
 * The budget job: it adds up the spend of each campaign and day, and announces when it reaches the
 * budget.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.budget;
