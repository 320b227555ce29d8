/** Seeded ad events with the noise of the field, and the truth about them, made from the plan. */
@NullMarked
package dev.tally.generate;

import org.jspecify.annotations.NullMarked;
