/** What the ports of the jobs on Kafka have in common. */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.ports;
