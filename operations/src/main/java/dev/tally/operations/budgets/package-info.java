/**
 * The budget service: it follows {@code campaign-spend} and answers whether a campaign may spend.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.operations.budgets;
