package dev.tally.operations.plan;

import java.util.List;
import java.util.stream.Stream;

/** The estimates for the aggregation job of one region, with the basis of each. */
final class AggregationSection {
  private static final String ALL_SLOTS = "all slots together";

  private AggregationSection() {}

  static Section of(AggregationSizing sizing) {
    return Section.of(
        "aggregation",
        "Aggregation job, per region",
        Stream.of(slots(sizing), state(sizing), checkpoints(sizing), memory(sizing)));
  }

  private static List<Estimate> slots(AggregationSizing sizing) {
    SlotCount slots = sizing.slots();
    return List.of(
        Estimate.cores("cores", "CPU", slots.cores(), "at the rate of the catch-up"),
        Estimate.count("slots", "Flink slots", slots.slots(), slotsBasis(slots)),
        Estimate.rate("network", "between the steps", sizing.networkBytes(), ALL_SLOTS));
  }

  private static String slotsBasis(SlotCount slots) {
    String parallelism = "--parallelism=%.0f".formatted(slots.parallelism());
    return slots.inputs() > 1
        ? "%.0f raw topics with a job each, %s".formatted(slots.inputs(), parallelism)
        : parallelism;
  }

  private static List<Estimate> state(AggregationSizing sizing) {
    return List.of(
        Estimate.count(
            "remembered_ids",
            "remembered event ids",
            sizing.ids(),
            "maxEventAge and a quarter more"),
        Estimate.bytes("id_state", "state of deduplication", sizing.idBytes(), "21.4 bytes per id"),
        Estimate.count(
            "open_rows", "rows in the state", sizing.openRows(), "minutes within maxEventAge"));
  }

  private static List<Estimate> checkpoints(AggregationSizing sizing) {
    double full = sizing.checkpointBytes();
    double incremental = sizing.incrementalBytes();
    return List.of(
        Estimate.bytes("checkpoint", "checkpoint, full", full, uncommittedBasis(sizing)),
        Estimate.rate(
            "checkpoint_bandwidth", "… per second", sizing.perSecond(full), "at each interval"),
        Estimate.bytes(
            "incremental_checkpoint",
            "checkpoint, incremental",
            incremental,
            "RocksDB; at the rate of the catch-up"),
        Estimate.rate(
            "incremental_bandwidth",
            "… per second",
            sizing.perSecond(incremental),
            "at each interval"));
  }

  private static String uncommittedBasis(AggregationSizing sizing) {
    double bytes = sizing.uncommittedBytes();
    return bytes > 0 ? "with %s not committed yet".formatted(Unit.BYTES.text(bytes)) : "";
  }

  private static List<Estimate> memory(AggregationSizing sizing) {
    return List.of(
        Estimate.bytes("heap", "heap, default state backend", sizing.heapBytes(), ALL_SLOTS),
        Estimate.bytes(
            "index_heap", "heap of the id index", sizing.indexBytes(), "RocksDB; " + ALL_SLOTS),
        Estimate.seconds(
            "restart",
            "restart: index is built",
            sizing.restartSeconds(),
            "0.27 s per million ids"));
  }
}
