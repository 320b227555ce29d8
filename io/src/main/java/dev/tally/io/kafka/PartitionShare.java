package dev.tally.io.kafka;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * The partitions of a topic that one split reads: those whose number modulo {@code splits} is
 * {@code split}. So a partition that is added later belongs to an existing split.
 *
 * @param split 0 to {@code splits} - 1
 * @param splits the number of splits of the topic, fixed when the job is started without a
 *     savepoint
 */
record PartitionShare(int split, int splits) implements Serializable {
  private static final long serialVersionUID = 1L;

  PartitionShare {
    if (splits < 1 || split < 0 || split >= splits) {
      throw new IllegalArgumentException("There is no split %d of %d".formatted(split, splits));
    }
  }

  /** Returns the share's partitions, given the number of partitions of the topic. */
  IntStream of(int partitions) {
    return IntStream.iterate(split, p -> p < partitions, p -> p + splits);
  }

  @Override
  public String toString() {
    return split + "/" + splits;
  }
}
