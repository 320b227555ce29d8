/**
 * Reads and writes Kafka topics, for any Beam pipeline. Reads are read-committed, and neither idle
 * partitions nor transaction markers nor outages distort their watermark. Writes are exactly once.
 *
 * <p>Durations in the public API are {@link org.joda.time.Duration}, as in Beam's own IOs and in
 * the options of the jobs. {@code java.time.Duration} is used only inside, where a client library
 * needs it.
 *
 * <p>The files by role:
 *
 * <ul>
 *   <li>API: {@link TopicIO} is the entry point. {@link KafkaCluster}, {@link WatermarkPolicy},
 *       {@link RecordFn}, {@link Delivery}, {@link OnOlderSavepoint} and {@link RevisionFn}
 *       configure it. {@link Heartbeat} and {@link CommittedTimes} are formats that other programs
 *       may read or write.
 *   <li>Checks before a job starts: {@link TopicInspector}, {@link WriteChecks}, {@link
 *       TopicRules}, {@link BrokerConfigs}, {@link ClientSettings}, {@link ClientFailure}; {@link
 *       SavedTopic} is the progress in a savepoint that a job resumes from.
 *   <li>Maintenance: {@link PruneTopic} deletes what {@link GroupReads} and {@link NeededFrom}
 *       permit, per {@link PrunedPartition}.
 *   <li>Read, as the runner sees it: {@link TopicSource} is split into {@link TopicSplit}s, each
 *       with a {@link PartitionShare}. {@link TopicReader} reads a split within its {@link
 *       ReadBudget} and stores a {@link TopicMark} of {@link PartitionProgress}. {@link
 *       ReadSettings} travel in {@link KafkaReads}, and a {@link ReadPlan} joins them with the
 *       progress.
 *   <li>Read, the polling thread: {@link TopicPoller} owns {@link TopicClients}, waits with {@link
 *       TopicStart} and then polls a {@link PartitionFeed}. {@link TopicWatch} detects a changed
 *       {@link TopicSnapshot}, which {@link TopicContinuity} judges. {@link EndOffsets} (with
 *       {@link ReplicationTime}) finds idle partitions, {@link HeldPartitions} stops at implausible
 *       broker times. {@link CommitFailures} and {@link RarelyLogged} limit repeated log messages.
 *   <li>Read, the watermark: {@link SplitClock} combines one {@link PartitionClock} per partition.
 *   <li>Write, the pipeline: {@link WriteExactlyOnce} packs records with {@link PackByPartition}
 *       into {@link RecordBatch}s, keyed with {@link PartitionCoder}; {@link EmitHeartbeats} adds
 *       heartbeats. {@link KafkaIoSettings} configures Beam's own sink instead.
 *   <li>Write, the protocol: {@link ShardWriter} writes to a {@link ShardLog} and compares a {@link
 *       ShardState} with a {@link CommitMarker} (as text: {@link CommitMarkerText}), both built of
 *       {@link SequencePosition}s. {@link ReconcileState} and {@link FactFingerprint} implement
 *       RECONCILE. {@link OlderSavepointException} and {@link RecreatedTopicException} explain why
 *       a write is refused.
 *   <li>Write, in two phases: {@link CommitInTwoPhases} is the step, {@link TwoPhaseWriter} writes
 *       the partitions of a worker with {@link TwoPhaseSettings}. The protocol: {@link
 *       TwoPhaseShard} writes to a {@link TwoPhaseLog}, {@link TwoPhaseRestore} continues at a
 *       {@link TwoPhaseState} of {@link PreparedTransaction}s and throws {@link
 *       ExpiredTransactionException}. {@link KafkaTwoPhaseLog} implements the log, with {@link
 *       ShardFence} and {@link ResumedTransaction}.
 *   <li>Write, Kafka: {@link KafkaShardLog} implements the log, with {@link SinkSettings} and
 *       {@link ProducerLimits}; {@link ProducerEpoch} separates consecutive transactions, and
 *       {@link HangingTransactions} ends those that the brokers have lost. {@link PartitionRead}
 *       reads records back, except each {@link ForeignRecord}, and {@link SinkGroupMarkers} reads
 *       the markers. {@link TopicLookup} and {@link TopicIdentity} detect a recreated topic, {@link
 *       BrokerAvailability} waits for the brokers.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.kafka;
