/**
 * Writes Beam rows to Pinot upsert tables and reads the rows of a query, for any Beam pipeline.
 *
 * <p>Durations in the public API are {@link org.joda.time.Duration}, as in Beam's own IOs and in
 * the options of the jobs. {@code java.time.Duration} is used only inside, where a client library
 * needs it.
 *
 * <p>The files by role:
 *
 * <ul>
 *   <li>API: {@link PinotIO} is the entry point. {@link PinotTable} describes a table, {@link
 *       PinotTables} creates and checks it, {@link TableTopic} identifies its topic. {@link
 *       PinotQuery} runs a query outside a pipeline and returns {@link PinotRows}. {@link
 *       PinotException} reports what Pinot did not do or what would be unsafe.
 *   <li>Tables: {@link TableArguments} checks arguments, {@link TableJson} creates the
 *       configuration, {@link TableChecks} finds unsafe settings in it, {@link TableDifference}
 *       finds what has changed, {@code TableChanges} decides whether it can be changed in place.
 *       {@link ControllerClient} calls the controller, {@link TableTopicLookup} Kafka, with the
 *       settings of {@link KafkaAccess}; {@link ServedSegments} are those that the servers hold;
 *       {@link SecretSettings} keeps secrets out of messages.
 *   <li>Progress of Pinot in a topic: {@link PinotReaders}, from each {@link ConsumedSegment}.
 *   <li>Read: {@link QueryFn} runs the query, {@link ResultRows} converts its result.
 *   <li>Write through the topic: {@link EncodeRowFn} converts rows to Kafka records, {@link
 *       RowColumns} converts their values.
 *   <li>Write as segments, in this order: {@link SortIntoSegments} groups rows with {@link
 *       AssignSegmentFn} by the {@link SegmentId} that a {@link SegmentLayout} assigns. {@link
 *       CheckPartFn} rejects leftovers of an earlier write. {@link UploadSegmentFn} selects {@link
 *       SegmentRows}, builds a {@link BuiltSegment} and uploads it with {@link UploadSegment},
 *       which results in an {@link UploadedSegment}. {@link VerifySegmentsFn} waits with {@link
 *       VerifySegments} until all are in place. {@link SegmentTable} accesses the table's segments
 *       through the controller.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.pinot;
