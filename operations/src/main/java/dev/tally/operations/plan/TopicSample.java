package dev.tally.operations.plan;

/**
 * What the newest records of a topic show about its traffic.
 *
 * @param records number of records that were read, without heartbeats
 * @param events how many of them are ad events in Tally's format
 * @param recordsPerSecond by the brokers' timestamps, of all partitions together; 0 if all records
 *     of each partition have the same timestamp
 * @param bytesPerRecord mean bytes of key and value
 * @param clickShare share of clicks among the events
 * @param ads estimated number of different combinations of ad, campaign and store
 * @param users estimated number of different users
 * @param rowsPerMinute mean number of combinations per whole minute; 0 if the sample has no minute
 *     that is complete in all partitions
 */
public record TopicSample(
    long records,
    long events,
    double recordsPerSecond,
    double bytesPerRecord,
    double clickShare,
    double ads,
    double users,
    double rowsPerMinute) {}
