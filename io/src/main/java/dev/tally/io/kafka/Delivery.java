package dev.tally.io.kafka;

/** The delivery guarantee of a write to Kafka when the runner replays records. */
public enum Delivery {
  /** Exactly once, with one Kafka transaction per partition and checkpoint. Requires Flink. */
  EXACTLY_ONCE,
  /**
   * Exactly once, in transactions that are open during a checkpoint interval and are committed when
   * its checkpoint completes. Requires Flink.
   */
  TWO_PHASE,
  /**
   * Exactly once by {@code KafkaIO.withEOS}, with one transaction per record, on runners with
   * stable input (Flink, Dataflow). Headers and the order of a key's records are lost, and after a
   * failure during a write the job may fail at every restart (docs/adr/0004).
   */
  KAFKA_IO,
  /** A replay may write records again. For runners without stable input, such as DirectRunner. */
  AT_LEAST_ONCE;

  /** True if a replay must not write any record twice. */
  public boolean exactlyOnce() {
    return this != AT_LEAST_ONCE;
  }

  /** True if the write keeps commit markers, by which it detects an older savepoint. */
  public boolean keepsMarkers() {
    return this == EXACTLY_ONCE || this == TWO_PHASE;
  }

  /** True if the runner keeps a sink's input on the heap until a checkpoint completes. */
  public boolean needsStableInput() {
    return this == EXACTLY_ONCE || this == KAFKA_IO;
  }
}
