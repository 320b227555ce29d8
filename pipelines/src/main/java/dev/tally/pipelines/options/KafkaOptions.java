package dev.tally.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Options that select the Kafka cluster and the groups of a job. */
public interface KafkaOptions extends PipelineOptions {
  @Description("Kafka's bootstrap servers, e.g. broker-1:9092,broker-2:9092.")
  @Nullable String getBootstrapServers();

  void setBootstrapServers(@Nullable String value);

  @Description("A properties file with Kafka client settings, e.g. for SASL, TLS or fetch sizes.")
  @Nullable String getKafkaConfig();

  void setKafkaConfig(@Nullable String value);

  @Description(
      "Consumer group to which offsets are committed, for monitoring only. ./tally run JOB uses tally-JOB if none is set.")
  @Default.String("tally-aggregation")
  String getConsumerGroup();

  void setConsumerGroup(String value);

  @Description(
      "Name of the job's exactly-once writers. Default: a new name. A restored job must use the sink"
          + " group of the job that wrote the savepoint.")
  @Nullable String getSinkGroup();

  void setSinkGroup(@Nullable String value);
}
