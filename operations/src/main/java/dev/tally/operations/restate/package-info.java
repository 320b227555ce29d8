/**
 * Computes the ad metrics of a range of minutes again from raw events and replaces those that
 * differ.
 *
 * <ul>
 *   <li>The command: {@link RestateMinutes} with {@link RestateSettings} ({@link MinuteRange},
 *       {@link RestateRules}), {@link RestateListener}, {@link RestateReport}
 *   <li>Decisions without Kafka: {@link Restatement} (what changes), {@link RowChange}
 *   <li>Reading: {@code RawEvents} (in the order of broker time), {@code RawPartition}, {@code
 *       StoredMetrics}, {@code TopicRange} (offsets by time)
 *   <li>Writing: {@code MetricsTransaction}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.operations.restate;
