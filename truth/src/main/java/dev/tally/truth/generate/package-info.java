/** Generates seeded, realistic ad events and orders with their expected results (the truth). */
@NullMarked
package dev.tally.truth.generate;

import org.jspecify.annotations.NullMarked;
