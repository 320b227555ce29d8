/** Reads and writes of Kafka topics that the ports of all jobs share. */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.ports;
