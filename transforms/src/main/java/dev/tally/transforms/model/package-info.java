/**
 * What flows through the jobs: raw records, ad events, ad metrics and dead letters, each with a
 * versioned binary coder; and the two numbers that make a record count once everywhere, {@link
 * dev.tally.transforms.model.RecordUuid} and {@link dev.tally.transforms.model.Revision}.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.model;
