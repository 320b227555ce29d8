/**
 * Writes Beam rows to ClickHouse and runs queries on it over its HTTP interface, for any Beam
 * pipeline.
 *
 * <p>Durations in the public API are {@link org.joda.time.Duration}, as in Beam's own IOs. {@code
 * java.time.Duration} is used only inside.
 *
 * <p>The files by role:
 *
 * <ul>
 *   <li>API: {@link ClickHouseIO} is the entry point. {@link ClickHouseAddress} is the address,
 *       {@link ClickHouseTable} describes a table, {@link ClickHouseTables} creates and checks it.
 *       {@link ClickHouseQuery} runs a query outside a pipeline, {@link ClickHouseUpdate} a
 *       mutation. {@link ClickHouseException} reports what ClickHouse did not do or what would be
 *       unsafe.
 *   <li>Tables: {@link TableSql} contains the statements, with the {@link ColumnTypes}. {@link
 *       StoredDefinition} is what the server has, {@link TableComparison} finds why it cannot be
 *       used.
 *   <li>Requests: {@link ClickHouseClient} sends statements and retries; {@link ServerError}
 *       decides which errors can pass; {@link TabSeparated} parses results.
 *   <li>Write, in this order: {@link ShardFn} assigns shards, {@link InsertRowsFn} inserts batches
 *       with {@link InsertRows}, which divides them with {@link InsertBlocks} and encodes them with
 *       {@link JsonRows}.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.io.clickhouse;
