@org.jspecify.annotations.NullMarked
package dev.tally.io.kafka;
