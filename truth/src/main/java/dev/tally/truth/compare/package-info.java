/**
 * Compares the ad metrics and attributed orders of a store with truth files, which have the
 * expected rows.
 */
@NullMarked
package dev.tally.truth.compare;

import org.jspecify.annotations.NullMarked;
