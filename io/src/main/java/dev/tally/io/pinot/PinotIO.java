package dev.tally.io.pinot;

import com.google.auto.value.AutoValue;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.TopicInspector;
import java.net.URI;
import java.util.List;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Keys;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows to a Pinot upsert table, through its Kafka topic or as segments, and runs queries.
 *
 * <pre>{@code
 * readings.apply("Write", PinotIO.write(controller, table, "readings-writer"));
 * pipeline.apply("Read", PinotIO.read("SELECT sensor_id, celsius FROM readings", broker));
 * }</pre>
 */
public final class PinotIO {
  private static final int ROWS = 100_000;
  private static final Duration QUERY_TIMEOUT = Duration.standardSeconds(30);

  private PinotIO() {}

  /**
   * Returns a read of all rows of a query.
   *
   * @param sql one SELECT without LIMIT
   * @param brokers e.g. {@code pinot-broker:8099}
   */
  public static Read read(String sql, String... brokers) {
    if (brokers.length == 0) {
      throw new IllegalArgumentException("No broker is specified: specify one as host:port.");
    }
    return new AutoValue_PinotIO_Read(sql, List.of(brokers), ROWS, QUERY_TIMEOUT, null);
  }

  /**
   * Returns a write to a table through its topic.
   *
   * @param controller e.g. {@code http://pinot-controller:9000}
   * @param sinkGroup the sink group, as for {@link TopicIO#write}
   */
  public static Write write(URI controller, PinotTable table, String sinkGroup) {
    return new AutoValue_PinotIO_Write(controller, table, sinkGroup, Delivery.EXACTLY_ONCE);
  }

  /**
   * Returns a write to a table as segments, for backfills.
   *
   * @param broker used to verify at the end that queries count all rows
   * @param prefix the prefix of the segments' names, which identifies the backfill; letters,
   *     digits, dots, dashes
   */
  public static WriteSegments writeSegments(
      URI controller, String broker, PinotTable table, String prefix) {
    return new AutoValue_PinotIO_WriteSegments(
        controller, broker, table, prefix, row -> "all", 1, Duration.standardMinutes(5));
  }

  /**
   * Reads all rows of a query.
   *
   * <p>Output: bounded; all rows of one query execution. If a worker retries, the rows are those of
   * the later execution. A null that was written is returned as its column's default, e.g. 0: Pinot
   * 0.11 does not return nulls.
   *
   * <p>Errors: {@link PinotException} instead of a partial result: if a server did not respond, if
   * segments or groups are missing, or if there are more rows than {@link #withLimit} allows.
   */
  @AutoValue
  public abstract static class Read extends PTransform<PBegin, PCollection<Row>> {
    private static final long serialVersionUID = 1L;

    abstract String sql();

    abstract List<String> brokers();

    abstract int limit();

    abstract Duration timeout();

    abstract @Nullable Schema schema();

    /** Sets the maximum number of rows; a result with more rows is an error. Default: 100,000. */
    public Read withLimit(int rows) {
      if (rows < 1 || rows == Integer.MAX_VALUE) {
        throw new IllegalArgumentException("limit is " + rows + ": use 1 to 2147483646.");
      }
      return new AutoValue_PinotIO_Read(sql(), brokers(), rows, timeout(), schema());
    }

    /** Sets the timeout of the query, at most 50 seconds. Default: 30 seconds. */
    public Read withTimeout(Duration changed) {
      return new AutoValue_PinotIO_Read(sql(), brokers(), limit(), changed, schema());
    }

    /**
     * Sets the schema of the rows; each field must be a column of the result. Default: the schema
     * is derived from the column types of the result, which needs one query when the pipeline is
     * built.
     */
    public Read withSchema(Schema changed) {
      return new AutoValue_PinotIO_Read(sql(), brokers(), limit(), timeout(), changed);
    }

    @Override
    public PCollection<Row> expand(PBegin input) {
      Schema given = schema();
      Schema schema = given != null ? given : queriedSchema();
      return input
          .apply("Sql", Create.of(sql()).withCoder(StringUtf8Coder.of()))
          .apply("Query", ParDo.of(new QueryFn(brokers(), timeout(), limit(), schema)))
          .setRowSchema(schema)
          .apply("Spread", Reshuffle.viaRandomKey());
    }

    private Schema queriedSchema() {
      try (PinotQuery pinot = PinotQuery.at(timeout(), brokers().toArray(String[]::new))) {
        return ResultRows.schemaOf(pinot.query(sql(), 1));
      }
    }
  }

  /**
   * Writes rows to a table through its topic.
   *
   * <p>Input: rows whose fields are columns of the table. A text has at most 512 characters and no
   * NUL, and the key is not null.
   *
   * <p>Delivery: for each key, a query returns the row with the highest revision, even if rows are
   * written repeatedly. For the topic, see {@link Delivery}; on runners without stable input, such
   * as DirectRunner, use {@link Delivery#AT_LEAST_ONCE}.
   *
   * <p>Errors: a table on which queries would count wrongly or that does not fit the rows, and a
   * topic that would delete rows with old timestamps, are rejected when the pipeline is built, with
   * every reason and what to do. A text that Pinot would truncate fails the job.
   */
  @AutoValue
  public abstract static class Write extends PTransform<PCollection<Row>, PDone> {
    private static final long serialVersionUID = 1L;

    abstract URI controller();

    abstract PinotTable table();

    abstract String sinkGroup();

    abstract Delivery delivery();

    /** Sets the delivery guarantee of the topic. Default: {@link Delivery#EXACTLY_ONCE}. */
    public Write withDelivery(Delivery changed) {
      return new AutoValue_PinotIO_Write(controller(), table(), sinkGroup(), changed);
    }

    @Override
    public PDone expand(PCollection<Row> rows) {
      KafkaCluster kafka =
          KafkaCluster.at(table().bootstrapServers()).withSettings(table().kafka().client());
      List<String> problems = problems(PinotTables.at(controller()), table(), rows.getSchema());
      problems.addAll(TopicInspector.of(kafka).losingOldTimes(table().topic()));
      PinotTables.refuse(table(), problems);
      return rows.apply(
              "Encode", ParDo.of(new EncodeRowFn(table().topic(), RowColumns.of(table()))))
          .setCoder(TopicIO.Write.recordCoder())
          .apply("Topic", TopicIO.write(kafka, table().topic(), delivery(), sinkGroup()));
    }
  }

  /**
   * Writes rows to a table as segments.
   *
   * <p>Input: bounded; rows as for {@link Write}. The rows of one segment must fit into memory.
   *
   * <p>Output: the name of each segment, emitted when servers hold all segments and queries count
   * their rows.
   *
   * <p>Delivery: a segment depends only on its set of rows, not on their order or repeats. A
   * segment that already exists with the same content is not changed.
   *
   * <p>Errors: an unsafe table is rejected when the pipeline is built. The write fails before it
   * uploads anything if a part already has segments with the same prefix that this write does not
   * produce, because they would remain in the table. It also fails if a segment exists with other
   * rows or columns, and leaves that segment unchanged. While the controller is down or breaks
   * connections, calls are retried until {@link #withTimeout} expires.
   */
  @AutoValue
  public abstract static class WriteSegments
      extends PTransform<PCollection<Row>, PCollection<String>> {
    private static final long serialVersionUID = 1L;

    abstract URI controller();

    abstract String broker();

    abstract PinotTable table();

    abstract String prefix();

    abstract SerializableFunction<Row, String> part();

    abstract int segmentsPerPartition();

    abstract Duration timeout();

    /**
     * Sets a function that divides the rows into parts, e.g. days. The name of a part consists of
     * letters, digits, dots and dashes. Default: one part, {@code all}.
     */
    public WriteSegments dividedInto(SerializableFunction<Row, String> part) {
      return changed(part, segmentsPerPartition(), timeout());
    }

    /** Sets the number of segments per Pinot partition and part. Default: 1. */
    public WriteSegments withSegmentsPerPartition(int segmentsPerPartition) {
      if (segmentsPerPartition < 1) {
        throw new IllegalArgumentException(
            "segmentsPerPartition is " + segmentsPerPartition + ": use at least 1.");
      }
      return changed(part(), segmentsPerPartition, timeout());
    }

    /**
     * Sets the timeout of each upload, and of the final wait until all segments are in place.
     * Default: 5 minutes.
     */
    public WriteSegments withTimeout(Duration timeout) {
      return changed(part(), segmentsPerPartition(), timeout);
    }

    private WriteSegments changed(
        SerializableFunction<Row, String> part, int segmentsPerPartition, Duration timeout) {
      return new AutoValue_PinotIO_WriteSegments(
          controller(), broker(), table(), prefix(), part, segmentsPerPartition, timeout);
    }

    SegmentTable segments() {
      return new SegmentTable(new ControllerClient(controller(), maxWait()), table().name());
    }

    /** Returns the timeout as the HTTP and Kafka clients need it. */
    java.time.Duration maxWait() {
      return java.time.Duration.ofMillis(timeout().getMillis());
    }

    @Override
    public PCollection<String> expand(PCollection<Row> rows) {
      if (rows.isBounded() == PCollection.IsBounded.UNBOUNDED) {
        throw new IllegalArgumentException(
            "Only bounded rows can be written as segments: use write(…) for unbounded rows.");
      }
      PinotTables tables = PinotTables.at(controller()).withTimeout(timeout());
      PinotTables.refuse(table(), problems(tables, table(), rows.getSchema()));
      int partitions = TableTopicLookup.topic(table(), maxWait()).partitions();
      SegmentLayout layout = new SegmentLayout(prefix(), partitions, segmentsPerPartition());
      PCollection<KV<SegmentId, Iterable<Row>>> segments =
          rows.apply("Sort", new SortIntoSegments(layout, part(), RowColumns.of(table())));
      PCollection<String> checked =
          segments
              .apply("Ids", Keys.create())
              .apply("Part", WithKeys.of(SegmentId::part).withKeyType(TypeDescriptors.strings()))
              .apply("Parts", GroupByKey.create())
              .apply("Check", ParDo.of(new CheckPartFn(this, layout)));
      return segments
          .apply("Checked", Wait.on(checked))
          .setCoder(segments.getCoder())
          .apply("Upload", ParDo.of(new UploadSegmentFn(this, layout)))
          .setCoder(new UploadedSegment.UploadedSegmentCoder())
          .apply("Together", WithKeys.of(""))
          .apply("All", GroupByKey.create())
          .apply("Verify", ParDo.of(new VerifySegmentsFn(this)));
    }
  }

  private static List<String> problems(PinotTables tables, PinotTable table, Schema schema) {
    return Lists.newArrayList(
        Iterables.concat(tables.validate(table), RowColumns.problems(schema, table)));
  }
}
