/** Between wire bytes and model: strict JSON in, canonical JSON out, and the step that decodes. */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.codec;
