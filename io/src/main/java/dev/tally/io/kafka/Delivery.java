package dev.tally.io.kafka;

/** How a write to Kafka holds when the runner repeats it. */
public enum Delivery {
  /** Exactly once, a transaction a partition and checkpoint; on Flink. */
  EXACTLY_ONCE,
  /**
   * Exactly once by {@code KafkaIO.withEOS}: a transaction a record, on runners with stable input
   * (Flink, Dataflow); headers and the order of a key are lost, and a failure in the middle of a
   * write can stop it for good (docs/adr/0004).
   */
  KAFKA_IO,
  /** A replay may write records again; for runners without stable input, such as DirectRunner. */
  AT_LEAST_ONCE;

  /** True if a replay must not show. */
  public boolean exactlyOnce() {
    return this != AT_LEAST_ONCE;
  }
}
