package dev.tally.transforms.format;

import dev.tally.transforms.model.DeadLetter.Reason;

/**
 * Why a value cannot be converted.
 *
 * @param expected what was expected instead
 */
record Misfit(Reason reason, String expected) {}
