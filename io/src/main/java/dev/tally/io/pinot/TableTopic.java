package dev.tally.io.pinot;

/**
 * A Kafka topic as it currently exists: a topic that is deleted and created again has another id.
 *
 * @param id Kafka's topic id, e.g. {@code Xq4vGjKnRmuUsYH7m1hCUw}
 * @param partitions the number of partitions
 */
public record TableTopic(String id, int partitions) {}
