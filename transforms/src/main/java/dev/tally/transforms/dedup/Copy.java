package dev.tally.transforms.dedup;

/** What an arriving event is to those remembered. */
enum Copy {
  /** No event with this type and id is remembered. */
  FIRST,
  /** An event with this type, id and content is remembered. */
  SAME,
  /** An event with this type and id but other content is remembered; the first to arrive counts. */
  CONFLICTING
}
