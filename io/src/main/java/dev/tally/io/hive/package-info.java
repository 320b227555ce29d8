/**
 * A Beam sink that writes rows into Hive tables, each row once per key and revision, even if input
 * is replayed; and the maintenance operations of these tables.
 *
 * <p>{@link HiveIO} is the entry point. docs/hive-sink.md describes the protocol. The files by
 * role:
 *
 * <ul>
 *   <li>Public API: {@link HiveIO} (the write), {@link HiveTable} (maintenance), {@link
 *       TableFinding}, {@link UnwritableRow}, {@link HiveException}, {@link CommitWatch} (a hook
 *       for tests).
 *   <li>Steps of the write: {@link BucketFn}, {@link CommitFn}; {@link RowPlacement} and {@link
 *       BucketKey} decide where a row is written.
 *   <li>Protocol (imports neither Beam nor Hive): {@link CommitRows}, {@link CompactPartition} with
 *       {@link MergePlan}, {@link Turn}, {@link Pins}, {@link PartitionPointers}, {@link
 *       SweepTable}, {@link PeriodicSweep}, {@link CheckTable}, {@link ForeignFiles}.
 *   <li>What the protocol stores and lists: {@link Generation}, {@link Bucket}, {@link
 *       PartitionData}, {@link TableIdentity}, {@link RowId}, {@link KeyIndex}, {@link Staging},
 *       {@link StoreClock}, {@link StorePath}.
 *   <li>Interfaces that the protocol uses: {@link FileStore}, {@link RowFormat}, {@link Pointers},
 *       {@link PartitionEntries}.
 *   <li>File systems: {@link DataStore}, {@link LocalStore}, {@link HadoopStore}.
 *   <li>Parquet files: {@link ParquetRows}, {@link IndexedFile}, {@link GroupRead}, {@link
 *       RowName}, {@link DiscardedRecords}.
 *   <li>Types, names and values that Hive accepts: {@link HiveType}, {@link HiveTypes}, {@link
 *       HiveNames}, {@link PartitionColumn}, {@link PartitionValues}.
 *   <li>Metastore: {@link Metastore}, {@link TableSpec}, {@link TableSetup}, {@link TableThrift},
 *       {@link TablePartitions}.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.hive;
