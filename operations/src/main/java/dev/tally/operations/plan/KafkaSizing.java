package dev.tally.operations.plan;

import java.util.List;

/**
 * The partitions and the disk of the raw topics of one region.
 *
 * @param load the workload of all regions
 */
record KafkaSizing(Workload load) {
  static final double MIN_PARTITIONS = 4;

  /** Returns the partitions of each raw topic: twice the parallelism, so that a job can grow. */
  double partitions() {
    double parallelism = new AggregationSizing(load).slots().parallelism();
    return Math.max(MIN_PARTITIONS, Math.min(2 * parallelism, 2 * SlotCount.MAX_PARALLELISM));
  }

  double topics() {
    return new AggregationSizing(load).slots().inputs();
  }

  double writtenPerSecond() {
    return load.eventsPerRegion() * load.traffic().eventBytes() * load.stores().replicas();
  }

  /** Returns the disk of all replicas of the raw events. */
  double diskBytes() {
    return writtenPerSecond() * load.windows().seconds(Seconds.of(load.retention().kafka()));
  }

  /** Returns the estimates of one region, with the basis of each. */
  Section section() {
    return new Section(
        "kafka",
        "Kafka, per region",
        List.of(
            Estimate.count("raw_topics", "raw topics", topics(), "one job reads one raw topic"),
            Estimate.count(
                "partitions",
                "partitions of each raw topic",
                partitions(),
                "twice the parallelism, for growth"),
            Estimate.rate(
                "write_bandwidth", "written to brokers", writtenPerSecond(), "all replicas"),
            Estimate.bytes(
                "raw_disk", "disk of the raw events", diskBytes(), "all replicas, uncompressed")));
  }
}
