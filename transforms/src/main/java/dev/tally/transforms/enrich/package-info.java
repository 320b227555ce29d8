/** Adds to attributed orders what an order service tells of them, without ever waiting for it. */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.enrich;
