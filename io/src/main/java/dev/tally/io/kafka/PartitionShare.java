package dev.tally.io.kafka;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * The partitions of a topic that one split reads: those whose number, modulo the number of splits,
 * is the split's. So a partition that is added later belongs to a split that exists already.
 *
 * @param split 0 to {@code splits} - 1
 * @param splits of the topic, fixed when the job is started from nothing
 */
record PartitionShare(int split, int splits) implements Serializable {
  private static final long serialVersionUID = 1L;

  PartitionShare {
    if (splits < 1 || split < 0 || split >= splits) {
      throw new IllegalArgumentException("There is no split %d of %d".formatted(split, splits));
    }
  }

  /** The share's partitions of a topic with {@code partitions} of them. */
  IntStream of(int partitions) {
    return IntStream.iterate(split, p -> p < partitions, p -> p + splits);
  }

  @Override
  public String toString() {
    return split + "/" + splits;
  }
}
