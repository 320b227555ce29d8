package dev.tally.transforms.dedup;

/** An {@code Occurrence} states how an arriving event relates to the remembered events. */
public enum Occurrence {
  /** No event with this type and id is remembered. */
  FIRST,
  /** An event with this type, id and content is remembered. */
  SAME,
  /**
   * An event with this type and id but different content is remembered. The one that arrived first
   * counts.
   */
  CONFLICTING
}
