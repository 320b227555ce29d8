package dev.tally.io.pinot;

import com.google.auto.value.AutoValue;
import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.KafkaCluster;
import dev.tally.io.kafka.TopicIO;
import dev.tally.io.kafka.Topics;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * Rows into a Pinot upsert table, by its Kafka topic, and rows of a query out of Pinot.
 *
 * <pre>{@code
 * readings.apply("Write", PinotIO.write(controller, table, "readings-writer"));
 * pipeline.apply("Read", PinotIO.read("SELECT sensor_id, celsius FROM readings", broker));
 * }</pre>
 */
public final class PinotIO {
  private static final int ROWS = 100_000;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private PinotIO() {}

  /**
   * A read of all rows of a query.
   *
   * @param sql one SELECT without LIMIT
   * @param brokers e.g. {@code pinot-broker:8099}
   */
  public static Read read(String sql, String... brokers) {
    if (brokers.length == 0) {
      throw new IllegalArgumentException("No broker is named: give one as host:port.");
    }
    return new AutoValue_PinotIO_Read(sql, List.of(brokers), ROWS, ANSWER_WITHIN, null);
  }

  /**
   * A write into a table, by its topic.
   *
   * @param controller e.g. {@code http://pinot-controller:9000}
   * @param writer names the writer, as for {@link TopicIO#write}
   */
  public static Write write(URI controller, PinotTable table, String writer) {
    return new AutoValue_PinotIO_Write(controller, table, writer, Delivery.EXACTLY_ONCE);
  }

  /**
   * A write into a table, as segments, for backfills.
   *
   * @param broker asked for what stands in the end
   * @param prefix of the segments' names: names the backfill; letters, digits, dots, dashes
   */
  public static WriteSegments writeSegments(
      URI controller, String broker, PinotTable table, String prefix) {
    return new AutoValue_PinotIO_WriteSegments(
        controller, broker, table, prefix, row -> "all", 1, Duration.ofMinutes(5));
  }

  /**
   * A read of all rows of a query.
   *
   * <p>Output: bounded; every row of the answer, which is one moment's; when a worker asks again
   * after a fault, another moment's. A null that was written comes back as its column's default,
   * e.g. 0: Pinot 0.11 answers so.
   *
   * <p>Errors: {@link PinotException} in place of a part of the answer: if a server did not
   * respond, a segment or groups are missing, or there are more rows than {@link #withLimit}.
   */
  @AutoValue
  public abstract static class Read extends PTransform<PBegin, PCollection<Row>> {
    private static final long serialVersionUID = 1L;

    abstract String sql();

    abstract List<String> brokers();

    abstract int limit();

    abstract Duration timeout();

    abstract @Nullable Schema schema();

    /** With at most this many rows, 100,000 if not said; more are an error. */
    public Read withLimit(int rows) {
      if (rows < 1 || rows == Integer.MAX_VALUE) {
        throw new IllegalArgumentException("limit is " + rows + ": use at least 1.");
      }
      return new AutoValue_PinotIO_Read(sql(), brokers(), rows, timeout(), schema());
    }

    /** With so much time for the answer, at most 50 seconds; 30 if not said. */
    public Read withTimeout(Duration changed) {
      return new AutoValue_PinotIO_Read(sql(), brokers(), limit(), changed, schema());
    }

    /**
     * With rows of a schema, whose fields are columns of the answer. If not said, it is taken from
     * the query's column types, which asks once when the pipeline is built.
     */
    public Read withSchema(Schema changed) {
      return new AutoValue_PinotIO_Read(sql(), brokers(), limit(), timeout(), changed);
    }

    @Override
    public PCollection<Row> expand(PBegin input) {
      Schema given = schema();
      Schema schema = given != null ? given : askedFor();
      return input
          .apply("Query", Create.of(sql()).withCoder(StringUtf8Coder.of()))
          .apply("Ask", ParDo.of(new AskFn(brokers(), timeout(), limit(), schema)))
          .setRowSchema(schema)
          .apply("Spread", Reshuffle.viaRandomKey());
    }

    private Schema askedFor() {
      try (PinotQuery pinot = PinotQuery.at(timeout(), brokers().toArray(String[]::new))) {
        return AnswerRows.schemaOf(pinot.query(sql(), 1));
      }
    }
  }

  /**
   * A write of rows into a table, by its topic.
   *
   * <p>Input: rows whose fields are columns of the table; a text has at most 512 characters and no
   * NUL, and the key is not null.
   *
   * <p>Delivery: a query sees of each key the row of its highest revision, whatever is written
   * again. In the topic, as {@link Delivery} says; for runners without stable input, such as
   * DirectRunner, take {@link Delivery#AT_LEAST_ONCE}.
   *
   * <p>Errors: a table that would count wrongly, or does not fit, and a topic that would forget
   * rows of old times, are refused when the pipeline is built, with every reason and what to do. A
   * text that Pinot would cut fails the job.
   */
  @AutoValue
  public abstract static class Write extends PTransform<PCollection<Row>, PDone> {
    private static final long serialVersionUID = 1L;

    abstract URI controller();

    abstract PinotTable table();

    abstract String writer();

    abstract Delivery delivery();

    /** With another delivery to the topic; {@link Delivery#EXACTLY_ONCE} if not said. */
    public Write withDelivery(Delivery changed) {
      return new AutoValue_PinotIO_Write(controller(), table(), writer(), changed);
    }

    @Override
    public PDone expand(PCollection<Row> rows) {
      KafkaCluster kafka =
          KafkaCluster.at(table().bootstrapServers()).withSettings(table().kafka().client());
      List<String> problems = problems(PinotTables.at(controller()), table(), rows.getSchema());
      problems.addAll(Topics.of(kafka).losingOldTimes(table().topic()));
      refuse(table(), problems);
      return rows.apply("Send", ParDo.of(new SendRowFn(table().topic(), RowColumns.of(table()))))
          .setCoder(TopicIO.Write.recordCoder())
          .apply("Topic", TopicIO.write(kafka, table().topic(), delivery(), writer()));
    }
  }

  /**
   * A write of rows into a table, as segments.
   *
   * <p>Input: bounded; rows as for {@link Write}. The rows of a segment must fit into memory.
   *
   * <p>Output: the name of each segment, when all are held by servers and counted by a query.
   *
   * <p>Delivery: a segment is a function of its rows, in any order and number of repeats; one that
   * stands is left alone.
   *
   * <p>Errors: an unsafe table is refused when the pipeline is built; a segment that stands with
   * other rows or columns, or that would be left over from an earlier write, before it is touched.
   * A controller that is down or breaks off is tried again for {@link #withPatience}.
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

    abstract int slices();

    abstract Duration patience();

    /** With segments by a partition of the caller's, e.g. a day; letters, digits, dots, dashes. */
    public WriteSegments partitionedBy(SerializableFunction<Row, String> part) {
      return changed(part, slices(), patience());
    }

    /** With so many segments for each partition of Pinot's and the caller's; 1 if not said. */
    public WriteSegments withSlices(int slices) {
      if (slices < 1) {
        throw new IllegalArgumentException("slices is " + slices + ": use at least 1.");
      }
      return changed(part(), slices, patience());
    }

    /** With so long a wait for each upload, and for all to be in place; 5 minutes if not said. */
    public WriteSegments withPatience(Duration patience) {
      return changed(part(), slices(), patience);
    }

    private WriteSegments changed(
        SerializableFunction<Row, String> part, int slices, Duration patience) {
      return new AutoValue_PinotIO_WriteSegments(
          controller(), broker(), table(), prefix(), part, slices, patience);
    }

    SegmentTable segments() {
      return new SegmentTable(new ControllerClient(controller(), patience()), table().name());
    }

    @Override
    public PCollection<String> expand(PCollection<Row> rows) {
      if (rows.isBounded() == PCollection.IsBounded.UNBOUNDED) {
        throw new IllegalArgumentException(
            "Segments are of bounded rows: use write(…) for others.");
      }
      PinotTables tables = PinotTables.at(controller()).withPatience(patience());
      refuse(table(), problems(tables, table(), rows.getSchema()));
      int partitions = TopicLookup.topic(table(), patience()).partitions();
      SegmentLayout layout = new SegmentLayout(prefix(), partitions, slices());
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
          .apply("Place", ParDo.of(new PlaceSegmentFn(this, layout)))
          .setCoder(new Placed.PlacedCoder())
          .apply("Together", WithKeys.of(""))
          .apply("All", GroupByKey.create())
          .apply("Verify", ParDo.of(new VerifySegmentsFn(this)));
    }
  }

  private static List<String> problems(PinotTables tables, PinotTable table, Schema schema) {
    List<String> problems = new ArrayList<>(tables.validate(table));
    problems.addAll(RowColumns.problems(schema, table));
    return problems;
  }

  private static void refuse(PinotTable table, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new PinotException(
          "Table %s in Pinot is not safe to write to as it is:\n- %s"
              .formatted(table.name(), String.join("\n- ", problems)));
    }
  }
}
