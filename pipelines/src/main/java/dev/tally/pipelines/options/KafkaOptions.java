package dev.tally.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** How a job reaches Kafka. */
public interface KafkaOptions extends PipelineOptions {
  @Description("Kafka's bootstrap servers, e.g. broker-1:9092,broker-2:9092.")
  @Nullable String getBootstrapServers();

  void setBootstrapServers(@Nullable String value);

  @Description("A properties file with any Kafka client setting: SASL, TLS, fetch sizes.")
  @Nullable String getKafkaConfig();

  void setKafkaConfig(@Nullable String value);

  @Description("Consumer group that offsets are committed to, for monitoring.")
  @Default.String("tally-aggregation")
  String getConsumerGroup();

  void setConsumerGroup(String value);

  @Description(
      "Names the job's exactly-once writers. Left out, a start from nothing makes a new one;"
          + " a restore must give the one of the job that it restores.")
  @Nullable String getSinkGroup();

  void setSinkGroup(@Nullable String value);
}
