/**
 * Kafka topics in and out, for any Beam user: committed reads whose watermark no idle partition,
 * commit marker or outage can mislead, and writes that are exactly once.
 *
 * <p>{@link dev.tally.io.kafka.TopicIO} is the way in.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.kafka;
