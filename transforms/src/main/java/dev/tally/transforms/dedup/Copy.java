package dev.tally.transforms.dedup;

/** What an arriving event is to those remembered. */
enum Copy {
  /** No event with this id is remembered: it counts. */
  FIRST,
  /** An event with this id and this content is remembered. */
  SAME,
  /** An event with this id but other content is remembered; whichever came first counts. */
  CONFLICTING
}
