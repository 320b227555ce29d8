package dev.tally.io.kafka;

/** How a write to Kafka holds when the runner repeats it. */
public enum Delivery {
  /**
   * Exactly once by {@code KafkaIO.withEOS}: one Kafka transaction a record, on runners with stable
   * input (Flink, Dataflow).
   */
  KAFKA_IO,
  /** A replay may write records again; for runners without stable input, such as DirectRunner. */
  AT_LEAST_ONCE
}
