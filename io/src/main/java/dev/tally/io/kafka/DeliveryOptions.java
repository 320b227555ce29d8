package dev.tally.io.kafka;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The option for how a job writes to Kafka. */
public interface DeliveryOptions extends PipelineOptions {
  @Description(
      "EXACTLY_ONCE: one transaction per partition and checkpoint, written after the checkpoint, with"
          + " heartbeats. TWO_PHASE: the same, but written during the checkpoint interval and committed"
          + " when the checkpoint completes. KAFKA_IO: Beam's own sink, one transaction per record."
          + " AT_LEAST_ONCE: for tests on DirectRunner.")
  @Default.Enum("EXACTLY_ONCE")
  Delivery getKafkaSink();

  void setKafkaSink(Delivery value);
}
