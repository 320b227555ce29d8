package dev.tally.operations;

/**
 * What Kafka reports about a partition that holds a watermark.
 *
 * @param live true if the broker sets the timestamps ({@code LogAppendTime}), false if the sender
 *     does
 * @param committedEnd the offset up to which a read-committed reader can read; lower than the end
 *     of the log while a transaction is open
 * @param latestTime the highest timestamp in the partition, epoch ms; -1 if there is no record, or
 *     if it was not requested because the topic is not live or everything is read
 * @param latestOffset the offset of the record with that timestamp; -1 if {@code latestTime} is -1
 */
record PartitionFacts(boolean live, long committedEnd, long latestTime, long latestOffset) {}
