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
   * The minimum LIMIT of the query that is sent; with it, Pinot drops no group without reporting
   * it. Pinot limits the number of groups twice. It reports when it drops groups above 100,000. It
   * does not report when, before HAVING is applied, it drops groups above 5,000 or five times the
   * LIMIT, whichever is more. With this LIMIT the second number is above 500,000, so groups are
   * dropped only when the first limit is exceeded as well, which Pinot reports.
   */
  private static final int TELLS_OF_LEFT_OUT_GROUPS = 100_001;

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
      PinotRows answer = pinot.query(sql, Math.max(limit + 1, TELLS_OF_LEFT_OUT_GROUPS));
      if (answer.rowCount() > limit) {
        throw new PinotException(
            "More than %d rows: raise withLimit(…), or select fewer rows. Query: %s"
                .formatted(limit, sql));
      }
      new AnswerRows(schema).of(answer).forEach(out::output);
    }
  }
}
