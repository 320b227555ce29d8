package dev.tally.io.pinot;

import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;

/** Asks a query, and gives every row of its answer or fails. */
final class AskFn extends DoFn<String, Row> {
  private static final long serialVersionUID = 1L;

  /**
   * Before HAVING, Pinot keeps but the first 5,000 groups, or five times the limit if that is more,
   * and does not say that it left out some. With this limit these are more than the 100,000 groups
   * behind which it does say so.
   */
  private static final int TELLS_OF_LEFT_OUT_GROUPS = 100_001;

  private final List<String> brokers;
  private final Duration timeout;
  private final int limit;
  private final Schema schema;

  AskFn(List<String> brokers, Duration timeout, int limit, Schema schema) {
    this.brokers = brokers;
    this.timeout = timeout;
    this.limit = limit;
    this.schema = schema;
  }

  @ProcessElement
  public void process(@Element String sql, OutputReceiver<Row> out) {
    try (PinotQuery pinot = PinotQuery.at(timeout, brokers.toArray(String[]::new))) {
      // At least one more than may come: if it comes, something would be cut off.
      PinotRows answer = pinot.query(sql, Math.max(limit + 1, TELLS_OF_LEFT_OUT_GROUPS));
      if (answer.rowCount() > limit) {
        throw new PinotException(
            "More than %d rows: raise withLimit(…), or ask for less. Query: %s"
                .formatted(limit, sql));
      }
      new AnswerRows(schema).of(answer).forEach(out::output);
    }
  }
}
