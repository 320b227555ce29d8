package dev.tally.bench;

import dev.tally.server.stack.Server;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;

/** A store that {@code ./tally bench olap} measures. */
interface OlapStore extends AutoCloseable {
  /** Returns the server whose memory and data directory belong to the store. */
  Server server();

  /** Returns the write of rows, as Tally does it. */
  PTransform<PCollection<Row>, PDone> write();

  /** Returns what queries read: names of tables and views, the usual one first. */
  List<String> tables();

  /** Runs a query and reads all its rows; returns the last value of the first row. */
  double query(String sql);

  /**
   * Writes one row with the store's own client and returns after the store, or the log that it
   * reads, has acknowledged it.
   */
  void writeOne(Row row);

  @Override
  void close();
}
