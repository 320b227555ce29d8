package dev.tally.io.kafka;

import java.util.Map;

/**
 * The records of a topic that a reader may still read.
 *
 * @param reader for messages, e.g. {@code "consumer group tally-union"}
 * @param offsets of the first such record, by partition; a partition that is missing is needed from
 *     its start
 */
public record NeededFrom(String reader, Map<Integer, Long> offsets) {
  public NeededFrom {
    offsets = Map.copyOf(offsets);
  }

  /** A reader that has read nothing, and so needs everything. */
  static NeededFrom start(String reader) {
    return new NeededFrom(reader, Map.of());
  }

  long in(int partition) {
    return offsets.getOrDefault(partition, 0L);
  }
}
