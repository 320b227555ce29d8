@org.jspecify.annotations.NullMarked
package dev.tally.kafka;
