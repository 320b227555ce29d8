/** The Flink operator of the two-phase mode of the Kafka sink. */
@org.jspecify.annotations.NullMarked
package dev.tally.runners.twophase;
