package dev.tally.operations.plan;

import java.util.List;

/** The inputs that the other sections follow from, those that were measured included. */
final class InputsSection {
  private InputsSection() {}

  static Section of(Workload load) {
    double rows = load.rowsPerMinuteOfRegion() * load.deployment().regions();
    return new Section(
        "inputs",
        "Inputs, all regions",
        List.of(
            Estimate.count("events_per_second", "events per second", events(load), "at the peak"),
            Estimate.bytes("event", "raw event", load.traffic().eventBytes(), "key and value"),
            Estimate.count("ads", "ads", load.population().ads(), "with campaign and store"),
            Estimate.count("rows_per_minute", "rows per minute", rows, rowsBasis(load)),
            Estimate.count("users", "users", load.population().users(), "within the windows"),
            Estimate.count("regions", "regions", load.deployment().regions(), "equal shares")));
  }

  private static double events(Workload load) {
    return load.traffic().eventsPerSecond();
  }

  private static String rowsBasis(Workload load) {
    return load.population().rowsPerMinute() > 0
        ? "stated or measured"
        : "as if all ads were equally frequent";
  }
}
