package dev.tally.io.kafka;

import org.apache.kafka.common.Uuid;

/**
 * The result of a topic lookup.
 *
 * @param lookupStart when the lookup was sent, epoch ms, worker's clock
 * @param id Kafka's id of the topic, which changes if the topic is deleted and created again;
 *     {@link Uuid#ZERO_UUID} where the brokers are too old to have ids
 * @param partitions the number of partitions
 */
record TopicSnapshot(long lookupStart, Uuid id, int partitions) {}
