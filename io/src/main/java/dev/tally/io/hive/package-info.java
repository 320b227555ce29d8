/**
 * A Beam sink that writes rows into Hive tables, each row once per key and revision, even if input
 * is replayed, and the maintenance operations of these tables.
 *
 * <p>Durations in the public API are {@link org.joda.time.Duration}, as in Beam's own IOs and in
 * the options of the jobs. {@code java.time.Duration} is used only inside, where a client library
 * needs it.
 *
 * <p>{@link HiveIO} is the entry point. docs/hive-sink.md describes the protocol. The files by
 * role:
 *
 * <ul>
 *   <li>Public API: {@link HiveIO} (the write), {@link HiveTable} (maintenance), {@link
 *       RedactTable} with {@link Redaction}, {@link TableFinding}, {@link UnwritableRow}, {@link
 *       HiveException}, {@link CommitListener} (a hook for tests).
 *   <li>Steps of the write: {@link BucketFn}, {@link CommitRowsFn}; {@link RowPlacement} and {@link
 *       BucketKey} decide where a row is written.
 *   <li>Protocol (imports neither Beam nor Hive): {@link CommitRows}, {@link CompactPartition} with
 *       {@link MergePlan}, {@link EditPartition} with {@link RowEdit}, {@link GenerationSwitch},
 *       {@link GenerationPins}, {@link MetastorePointers}, {@link SweepTable}, {@link
 *       PeriodicSweep}, {@link CheckTable}, {@link ForeignFiles}.
 *   <li>What the protocol stores and lists: {@link PartitionGeneration}, {@link Bucket}, {@link
 *       PartitionData}, {@link TableIdentity}, {@link RowKey}, {@link KeyIndex}, {@link Staging}
 *       with {@link RandomNames}, {@link FileLogClock}, {@link StorePath}.
 *   <li>Interfaces that the protocol uses: {@link FileLog}, {@link RowFormat}, {@link
 *       PartitionPointers}, {@link PartitionEntries}; {@link PartitionLog} holds them for a table.
 *   <li>File systems: {@link TableFileSystem}, {@link LocalTableFileSystem}, {@link
 *       HadoopTableFileSystem}.
 *   <li>Parquet files: {@link ParquetRows}, {@link IndexedFile}, {@link GroupRead}, {@link
 *       KeyFields}, {@link DiscardedRecords}, {@link ParquetRedaction}, {@link ReplacedText}.
 *   <li>Types, names and values that Hive accepts: {@link HiveType}, {@link HiveTypes}, {@link
 *       HiveNames}, {@link PartitionColumn}, {@link PartitionValues}.
 *   <li>Metastore: {@link Metastore}, {@link TableSpec}, {@link TableSetup}, {@link TableThrift},
 *       {@link TablePartitions}.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.hive;
