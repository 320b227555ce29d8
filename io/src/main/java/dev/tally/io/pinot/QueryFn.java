package dev.tally.io.pinot;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Duration;

/** Runs a query and emits all rows of its result, or fails. */
final class QueryFn extends DoFn<String, Row> {
  private static final long serialVersionUID = 1L;

  /**
   * The minimum LIMIT of the query that is sent; it ensures that Pinot reports all dropped groups.
   * Pinot drops groups in two places. If there are more than 100,000 groups, it drops the rest and
   * reports this. Before it applies HAVING, it keeps only 5,000 groups, or five times the LIMIT if
   * that is more, and does not report this. With this LIMIT it keeps at least 500,005 groups there,
   * so only the first limit can drop groups.
   */
  private static final int MIN_SENT_LIMIT = 100_001;

  private final List<String> brokers;
  private final Duration timeout;
  private final int limit;
  private final Schema schema;

  QueryFn(List<String> brokers, Duration timeout, int limit, Schema schema) {
    this.brokers = brokers;
    this.timeout = timeout;
    this.limit = limit;
    this.schema = schema;
  }

  @ProcessElement
  public void process(@Element String sql, OutputReceiver<Row> out) {
    try (PinotQuery pinot = PinotQuery.at(timeout, brokers.toArray(String[]::new))) {
      // Requests at least one row more than allowed, so that a truncated result is detected.
      PinotRows result = pinot.query(sql, Math.max(limit + 1, MIN_SENT_LIMIT));
      if (result.rowCount() > limit) {
        throw new PinotException(
            "More than %d rows: raise withLimit(…), or select fewer rows. Query: %s"
                .formatted(limit, sql));
      }
      new ResultRows(schema).of(result).forEach(out::output);
    }
  }
}
