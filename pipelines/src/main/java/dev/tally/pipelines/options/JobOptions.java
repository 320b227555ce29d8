package dev.tally.pipelines.options;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.transforms.codec.DefaultNames;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options that all jobs share; durations have the form {@code 90s}, {@code 5m} or {@code 6h}. */
public interface JobOptions extends KafkaOptions {
  @Description("Topic for records that can never be processed (dead letters).")
  @Default.String(DefaultNames.DEAD_LETTERS)
  String getDeadLettersTopic();

  void setDeadLettersTopic(String value);

  @Description(
      "LIVE: the raw topics are LogAppendTime topics with live events. REPLAY: they are"
          + " CreateTime topics with files that were sent with their broker times.")
  @Default.Enum("LIVE")
  Input getInput();

  void setInput(Input value);

  @Description(
      "An event or order that is older than this at its broker time is rejected as TOO_OLD.")
  @Default.String("6h")
  @Range(from = "1m", to = "365d")
  String getMaxEventAge();

  void setMaxEventAge(String value);

  @Description(
      "An event or order that is further ahead of its broker time than this is rejected as"
          + " IN_THE_FUTURE.")
  @Default.String("5m")
  @Range(from = "0s", to = "1d")
  String getMaxClockSkew();

  void setMaxClockSkew(String value);

  @Description(
      "How far the watermark lags behind broker time; it must be shorter than --maxEventAge.")
  @Default.String("10s")
  @Range(from = "0s")
  String getExpectedDelay();

  void setExpectedDelay(String value);

  @Description(
      "Generation of the records; raise it only for a recomputation that must"
          + " replace existing records.")
  @Default.Integer(0)
  @Range(from = "0", to = "63")
  int getGeneration();

  void setGeneration(int value);

  @Description(
      "TWO_PHASE: one transaction per partition and checkpoint, written during the checkpoint interval"
          + " and committed when the checkpoint completes, with heartbeats. EXACTLY_ONCE: the same, but"
          + " written after the checkpoint; slower, no open transaction while nothing is written."
          + " KAFKA_IO: Beam's own sink, one transaction per record. AT_LEAST_ONCE: for tests on"
          + " DirectRunner.")
  @Default.Enum("TWO_PHASE")
  Delivery getKafkaSink();

  void setKafkaSink(Delivery value);

  @Description(
      "What the sink does when the job is restored from an older savepoint. REFUSE: the job fails."
          + " RECONCILE: the sink reads back what was written after the savepoint and writes only new"
          + " revisions. REWRITE: the sink writes everything after the savepoint again.")
  @Default.Enum("REFUSE")
  OnOlderSavepoint getOnOlderSavepoint();

  void setOnOlderSavepoint(OnOlderSavepoint value);

  /** The kind of data in the raw topics. */
  enum Input {
    /** Live events; the broker sets the timestamps. */
    LIVE,
    /** Files with broker times; the sender sets the timestamps. */
    REPLAY
  }
}
