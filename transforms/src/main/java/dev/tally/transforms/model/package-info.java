/**
 * The records that pass between the steps of the jobs, each with a versioned binary coder, and what
 * identifies and orders them.
 *
 * <ul>
 *   <li>Decoding: {@link RecordDecoder}
 *   <li>Input: {@link RawRecord}, {@link Received} (a decoded value with its raw record), {@link
 *       AdEvent} with {@link EventType}, {@link Order} with {@link OrderStatus}, {@link
 *       CampaignVersion}
 *   <li>Output: {@link AdMetric} with {@link MeasureSums} of each {@link MetricMeasure}; {@link
 *       AttributedOrder} with {@link Attribution}, {@link Credit}, {@link Touch} and {@link
 *       OrderDetails}; {@link RevisedRecord} (a written record that is read again)
 *   <li>Identity and order of output records: {@link RecordUuid}, {@link Revision}, {@link
 *       OrderProgress}
 *   <li>Rejected records: {@link Verdict}, {@link DeadLetter}, {@link DeadLetterCounters}, {@link
 *       PlaceholderIds}
 *   <li>Coders: {@link VersionedCoder} and one {@code …Coder} per record type
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.model;
