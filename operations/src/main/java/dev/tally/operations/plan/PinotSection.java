package dev.tally.operations.plan;

import java.util.List;
import java.util.stream.Stream;

/** The estimates for the Pinot of one region, with the basis of each. */
final class PinotSection {
  private PinotSection() {}

  static Section of(Workload load) {
    PinotSizing sizing = new PinotSizing(load);
    return Section.of(
        "pinot",
        "Pinot, per region (the rows of all regions)",
        Stream.of(keys(load, sizing), servers(load.stores(), sizing)));
  }

  private static List<Estimate> keys(Workload load, PinotSizing sizing) {
    RetentionTimes retention = load.retention();
    return List.of(
        Estimate.seconds(
            "key_window",
            "window in which keys count",
            Seconds.of(retention.keyWindow()),
            retention.keyTtl().isZero() ? "--pinotRetention" : "--keyTtl"),
        Estimate.count("keys", "primary keys", sizing.keys(), "one per row, not per revision"));
  }

  private static List<Estimate> servers(StoreSettings stores, PinotSizing sizing) {
    double keyBytes = MeasuredCosts.keyBytes(stores.hashFunction());
    String heap = Unit.BYTES.text(stores.serverHeapBytes());
    return List.of(
        Estimate.bytes(
            "key_heap",
            "heap of the keys, one replica",
            sizing.heapBytes(),
            "%.0f bytes per key (%s), measured".formatted(keyBytes, stores.hashFunction())),
        Estimate.bytes(
            "quoted_key_heap",
            "… by the often quoted formula",
            sizing.keys() * MeasuredCosts.QUOTED_KEY_BYTES,
            "40 to 60 bytes per key: too low"),
        Estimate.count(
            "servers",
            "servers, all replicas",
            sizing.servers(),
            "half of each heap of %s for keys".formatted(heap)),
        Estimate.count(
            "partitions", "partitions of all-… topics", sizing.partitions(), "can never change"));
  }
}
