package dev.tally.pipelines.options;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.OnOlderSavepoint;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options that every job has; durations are written as {@code 90s}, {@code 5m}, {@code 6h}. */
public interface JobOptions extends KafkaOptions {
  @Description("Topic of records that can never be processed.")
  @Default.String("dead-letters")
  String getDeadLettersTopic();

  void setDeadLettersTopic(String value);

  @Description("LIVE: raw topics are LogAppendTime. REPLAY: CreateTime, files sent again.")
  @Default.Enum("LIVE")
  Input getInput();

  void setInput(Input value);

  @Description("An event or order older than this at its broker time is refused as TOO_OLD.")
  @Default.String("6h")
  String getMaxEventAge();

  void setMaxEventAge(String value);

  @Description("An event or order further ahead of its broker time is refused as IN_THE_FUTURE.")
  @Default.String("5m")
  String getMaxClockSkew();

  void setMaxClockSkew(String value);

  @Description("How far the watermark stays behind broker time.")
  @Default.String("10s")
  String getExpectedDelay();

  void setExpectedDelay(String value);

  @Description("0 to 63; raise it only for a recomputation that must replace what stands.")
  @Default.Integer(0)
  int getGeneration();

  void setGeneration(int value);

  @Description(
      "EXACTLY_ONCE: a transaction a checkpoint, with heartbeats. KAFKA_IO: Beam's own sink, a"
          + " transaction a record. AT_LEAST_ONCE: for tests on DirectRunner.")
  @Default.Enum("EXACTLY_ONCE")
  Delivery getKafkaSink();

  void setKafkaSink(Delivery value);

  @Description(
      "What EXACTLY_ONCE does when the job is restored from an older savepoint. REFUSE: it stops."
          + " RECONCILE: it reads back what stands, and writes what is new. REWRITE: it writes again.")
  @Default.Enum("REFUSE")
  OnOlderSavepoint getOnOlderSavepoint();

  void setOnOlderSavepoint(OnOlderSavepoint value);

  /** What stands in the raw topics. */
  enum Input {
    /** Events as they come; the broker gives the times. */
    LIVE,
    /** A file sent again; the sender gives the times. */
    REPLAY
  }
}
