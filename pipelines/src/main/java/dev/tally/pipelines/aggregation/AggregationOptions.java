package dev.tally.pipelines.aggregation;

import dev.tally.io.kafka.Delivery;
import dev.tally.io.kafka.OnOlderSavepoint;
import dev.tally.pipelines.options.KafkaOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Options of the aggregation job; durations are written as {@code 90s}, {@code 5m}, {@code 6h}. */
public interface AggregationOptions extends KafkaOptions {
  @Description("Topic of raw ad events.")
  @Default.String("ad-events")
  String getAdEventsTopic();

  void setAdEventsTopic(String value);

  @Description("Topic of counts by ad and minute.")
  @Default.String("ad-metrics")
  String getAdMetricsTopic();

  void setAdMetricsTopic(String value);

  @Description("Topic of records that can never be processed.")
  @Default.String("dead-letters")
  String getDeadLettersTopic();

  void setDeadLettersTopic(String value);

  @Description("Topic of accepted events; none are written if empty.")
  @Default.String("clean-ad-events")
  String getCleanAdEventsTopic();

  void setCleanAdEventsTopic(String value);

  @Description("LIVE: the raw topic is LogAppendTime. REPLAY: CreateTime, a file sent again.")
  @Default.Enum("LIVE")
  Input getInput();

  void setInput(Input value);

  @Description("An event older than this at its broker time is refused as TOO_OLD.")
  @Default.String("6h")
  String getMaxEventAge();

  void setMaxEventAge(String value);

  @Description("An event further ahead of its broker time is refused as IN_THE_FUTURE.")
  @Default.String("5m")
  String getMaxClockSkew();

  void setMaxClockSkew(String value);

  @Description("How far the watermark stays behind broker time.")
  @Default.String("10s")
  String getExpectedDelay();

  void setExpectedDelay(String value);

  @Description("How often the counts of an open minute are written.")
  @Default.String("10s")
  String getEarlyPane();

  void setEarlyPane(String value);

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

  /** What stands in the raw topic. */
  enum Input {
    /** Events as they come; the broker gives the times. */
    LIVE,
    /** A file sent again; the sender gives the times. */
    REPLAY
  }
}
