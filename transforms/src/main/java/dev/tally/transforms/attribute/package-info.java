/** Which touch earned an order: the rule, what must be remembered for it, and the steps. */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.attribute;
