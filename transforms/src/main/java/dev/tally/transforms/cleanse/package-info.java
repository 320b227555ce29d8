/**
 * Which decoded events are fit to count, by value and by age; and the step that refuses the others.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.cleanse;
