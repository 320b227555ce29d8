/** Records of all regions made one collection. */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.union;
