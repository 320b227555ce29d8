package dev.tally.operations.plan;

import java.util.List;

/**
 * The resources that a {@link Workload} needs, computed from measured costs.
 *
 * <p>Input: a workload; no server is used. Limits: all values are estimates for the hardware and
 * the record sizes of the measurements; a value that is too large to be exact is approximate, and
 * none overflows.
 *
 * @param traps contradictions of the inputs first
 */
public record CapacityPlan(Workload workload, List<Section> sections, List<Trap> traps) {
  /** Copies the lists. */
  public CapacityPlan {
    sections = List.copyOf(sections);
    traps = List.copyOf(traps);
  }

  /** Computes the plan of a workload. */
  public static CapacityPlan of(Workload load) {
    return new CapacityPlan(
        load,
        List.of(
            InputsSection.of(load),
            new KafkaSizing(load).section(),
            AggregationSection.of(new AggregationSizing(load)),
            new AttributionSizing(load).section(),
            PinotSection.of(load)),
        Traps.of(load));
  }

  /** Returns the value of an estimate. */
  double value(String section, String id) {
    return sections.stream()
        .filter(s -> s.id().equals(section))
        .flatMap(s -> s.estimates().stream())
        .filter(estimate -> estimate.id().equals(id))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
