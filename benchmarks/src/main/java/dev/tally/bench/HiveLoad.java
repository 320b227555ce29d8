package dev.tally.bench;

import dev.tally.io.hive.HiveIO;
import dev.tally.server.stack.HiveJdbc;
import dev.tally.server.stack.LocalStack;
import dev.tally.server.stack.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.Row;
import org.joda.time.Instant;

/** Writes rows into one partition; each row is a function of its number. */
final class HiveLoad {
  private static final String TABLE = "bench";
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);
  private static final Schema SCHEMA =
      Schema.builder()
          .addStringField("record_uuid")
          .addInt64Field("revision")
          .addStringField("ad_id")
          .addStringField("campaign_id")
          .addStringField("store_id")
          .addDateTimeField("minute")
          .addInt64Field("impressions")
          .addInt64Field("clicks")
          .addInt64Field("spend_micros")
          .addDoubleField("rate")
          .build();

  private final LocalStack stack;
  private final Consumer<String> reporting;

  HiveLoad(LocalStack stack, Consumer<String> reporting) {
    this.stack = stack;
    this.reporting = reporting;
    stack.up(Server.HIVESERVER);
  }

  /** Writes the rows with these numbers; returns rows per second. */
  double run(String what, long from, long to) throws Exception {
    Path directory = Files.createTempDirectory("tally-bench-hive-");
    FlinkPipelineOptions options =
        new JobSettings(directory, CHECKPOINTS, 0).options("hive-" + from);
    options.setShutdownSourcesAfterIdleMs(0L);
    options.setAttachedMode(true);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Numbers", GenerateSequence.from(from).to(to))
        .apply("MakeRows", ParDo.of(new MakeRowsFn()))
        .setRowSchema(SCHEMA)
        .apply(
            "Write",
            HiveIO.write(stack.hive().metastore(), TABLE, "record_uuid", "revision")
                .partitionedBy("day", row -> "2026-11-21"));
    long start = System.nanoTime();
    pipeline.run().waitUntilFinish();
    double seconds = (System.nanoTime() - start) / 1e9;
    Directories.delete(directory);
    reporting.accept(
        "%-8s %,9d rows after %,9d in %5.1f s: %,.0f rows/s"
            .formatted(what, to - from, from, seconds, (to - from) / seconds));
    return (to - from) / seconds;
  }

  boolean hasEveryRowOnce(long rows) throws SQLException {
    String sql = "SELECT COUNT(*), COUNT(DISTINCT record_uuid), SUM(impressions) FROM " + TABLE;
    try (Connection hive = HiveJdbc.connect(stack.hive().jdbcUrl());
        Statement statement = hive.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      return found.next()
          && found.getLong(1) == rows
          && found.getLong(2) == rows
          && found.getLong(3) == rows * (rows - 1) / 2;
    }
  }

  private static final class MakeRowsFn extends DoFn<Long, Row> {
    private static final long serialVersionUID = 1L;
    private static final long MINUTE = 60_000;
    private static final long FIRST_MILLIS = 1_767_571_200_000L;

    @ProcessElement
    public void process(@Element Long number, OutputReceiver<Row> out) {
      out.output(
          Row.withSchema(SCHEMA)
              .addValues(new UUID(number * 0x9E3779B97F4A7C15L, number).toString(), number % 9)
              .addValues("ad-" + number % 5_000, "campaign-" + number % 500)
              .addValues("store-" + number % 50, Instant.ofEpochMilli(minute(number)))
              .addValues(number, number % 7, number * 210, (double) number / 3)
              .build());
    }

    private static long minute(long number) {
      return FIRST_MILLIS + number % 1_440 * MINUTE;
    }
  }
}
