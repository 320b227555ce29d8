/** Compares the rows of a store, and attributed orders, with the truth, row by row. */
@NullMarked
package dev.tally.verify;

import org.jspecify.annotations.NullMarked;
