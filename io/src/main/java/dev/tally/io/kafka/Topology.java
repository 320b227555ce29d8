package dev.tally.io.kafka;

import org.apache.kafka.common.Uuid;

/**
 * What a lookup found out about a topic.
 *
 * @param lookupStart when the lookup was sent, epoch ms, worker's clock
 * @param id Kafka's id of the topic, which a topic created again under the same name does not
 *     share; {@link Uuid#ZERO_UUID} where the brokers are too old to have ids
 * @param partitions their number
 */
record Topology(long lookupStart, Uuid id, int partitions) {}
