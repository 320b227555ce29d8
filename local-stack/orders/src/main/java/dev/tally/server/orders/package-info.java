/** An order service for tests and demos, which can be made slow, failing or unavailable. */
@org.jspecify.annotations.NullMarked
package dev.tally.server.orders;
