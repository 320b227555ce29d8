package dev.tally.io.kafka;

/**
 * A transaction that contains everything of one checkpoint interval and is not committed yet. It is
 * committed when a checkpoint that contains it completes.
 *
 * @param slot which of the shard's transactional ids it uses
 * @param producerId identifies, with {@code producerEpoch}, the transaction to the brokers
 * @param start the tip of the committed marker that it follows
 * @param end the position after its last record batch
 * @param from its records are at this offset of the partition or above
 * @param to its records are below this offset
 * @param records the number of its records, heartbeats included
 */
record PreparedTransaction(
    int slot,
    long producerId,
    short producerEpoch,
    SequencePosition start,
    SequencePosition end,
    long from,
    long to,
    int records) {}
