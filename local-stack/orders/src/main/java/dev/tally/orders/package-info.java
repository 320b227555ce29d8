/** An order service for tests and demos, which can be made slow, wrong and dead. */
@org.jspecify.annotations.NullMarked
package dev.tally.orders;
