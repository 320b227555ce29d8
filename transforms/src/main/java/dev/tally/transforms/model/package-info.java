@org.jspecify.annotations.NullMarked
package dev.tally.transforms.model;
