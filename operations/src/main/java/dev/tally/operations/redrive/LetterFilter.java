package dev.tally.operations.redrive;

import dev.tally.transforms.model.RawRecord;
import java.util.Set;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects dead letters. An empty set selects all values.
 *
 * @param reasons names of reasons
 * @param topics topics of the rejected records
 * @param times broker times of the rejected records
 * @param positions positions of the rejected records
 */
public record LetterFilter(
    Set<String> reasons, Set<String> topics, Times times, Positions positions) {
  /** Copies the sets. */
  public LetterFilter {
    reasons = Set.copyOf(reasons);
    topics = Set.copyOf(topics);
  }

  /** Selects all dead letters. */
  public static LetterFilter all() {
    return new LetterFilter(
        Set.of(), Set.of(), new Times(null, null), new Positions(Set.of(), 0, Long.MAX_VALUE));
  }

  /** Returns true if the letter is selected. */
  public boolean selects(StoredLetter letter) {
    RawRecord record = letter.record();
    return (reasons.isEmpty() || reasons.contains(letter.reason()))
        && (topics.isEmpty() || topics.contains(record.getTopic()))
        && times.contain(record.getBrokerTime())
        && positions.contain(record);
  }

  /**
   * A range of broker times.
   *
   * @param from the earliest time; null for no bound
   * @param to the time before which records are selected; null for no bound
   */
  public record Times(@Nullable Instant from, @Nullable Instant to) {
    boolean contain(Instant time) {
      return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }
  }

  /**
   * A range of offsets in some partitions.
   *
   * @param partitions the partitions; empty for all
   * @param first the first offset
   * @param last the last offset, inclusive
   */
  public record Positions(Set<Integer> partitions, long first, long last) {
    /** Copies the set. */
    public Positions {
      partitions = Set.copyOf(partitions);
    }

    /** A letter without an offset is selected unless offsets or partitions are given. */
    boolean contain(RawRecord record) {
      boolean everywhere = partitions.isEmpty() && first == 0 && last == Long.MAX_VALUE;
      return everywhere
          || ((partitions.isEmpty() || partitions.contains(record.getPartition()))
              && record.getOffset() >= first
              && record.getOffset() <= last);
    }
  }
}
