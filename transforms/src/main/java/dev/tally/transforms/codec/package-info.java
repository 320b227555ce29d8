/**
 * Converts between Kafka values and the model: decodes strict JSON, encodes canonical JSON.
 *
 * <ul>
 *   <li>Steps: {@link DecodeRecords} (Kafka values to records), {@link RecordRows} (records to
 *       rows)
 *   <li>Wire formats, one per topic: {@link AdEventJson}, {@code OrderJson}, {@code CampaignJson},
 *       {@link AdMetricJson}, {@link AttributedOrderJson}, {@link DeadLetterJson}, {@link
 *       RecordType} (records that Tally has written)
 *   <li>Topics and columns: {@link DefaultNames}, {@link RecordTopic}, {@link RecordColumn}
 *   <li>Sizes: {@link RecordLimits}
 *   <li>Decoding: {@code NativeDecoder} (a decoder of a wire format), {@code DecodedCounts}
 *   <li>JSON: {@code WireFormat} (decodes a value), {@code WireFields} (the fields of a format),
 *       {@code FlatObject} (parses a value), {@code RowJson} (parses a row), {@code JsonText}
 *       (writes)
 *   <li>Hints in the detail of a dead letter: {@code FormatHints}, {@code BrokenObject}, {@code
 *       IntegerMismatch}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.codec;
