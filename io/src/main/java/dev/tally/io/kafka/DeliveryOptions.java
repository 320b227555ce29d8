package dev.tally.io.kafka;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The option for how a job writes to Kafka. */
public interface DeliveryOptions extends PipelineOptions {
  @Description(
      "TWO_PHASE: one transaction per partition and checkpoint, written during the checkpoint interval"
          + " and committed when the checkpoint completes, with heartbeats. EXACTLY_ONCE: the same, but"
          + " written after the checkpoint; slower, no open transaction while nothing is written."
          + " KAFKA_IO: Beam's own sink, one transaction per record. AT_LEAST_ONCE: for tests on"
          + " DirectRunner.")
  @Default.Enum("TWO_PHASE")
  Delivery getKafkaSink();

  void setKafkaSink(Delivery value);
}
