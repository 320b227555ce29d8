package dev.tally.io.kafka;

import java.util.Map;

/**
 * The records of a topic that a reader may still read.
 *
 * @param reader the reader's name in messages, e.g. {@code "consumer group tally-union"}
 * @param offsets the offset of the first such record, by partition; all records of a missing
 *     partition are needed
 */
public record NeededFrom(String reader, Map<Integer, Long> offsets) {
  public NeededFrom {
    offsets = Map.copyOf(offsets);
  }

  /** Returns a reader that has read nothing, and so needs all records. */
  static NeededFrom start(String reader) {
    return new NeededFrom(reader, Map.of());
  }

  long in(int partition) {
    return offsets.getOrDefault(partition, 0L);
  }
}
