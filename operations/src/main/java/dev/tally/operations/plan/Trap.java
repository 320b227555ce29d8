package dev.tally.operations.plan;

/**
 * A property of the design that is often discovered too late, or a contradiction in the inputs.
 *
 * @param id the name in JSON, for example {@code partitions_never_change}
 * @param kind whether the inputs cause it
 * @param text what happens, and what to do
 */
public record Trap(String id, Kind kind, String text) {
  /** Whether a trap applies to every plan. */
  public enum Kind {
    /** The inputs lead to wrong results, or to a plan that cannot work: change them. */
    PROBLEM,
    /** Applies to every plan. */
    REMEMBER
  }
}
