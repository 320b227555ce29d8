package dev.tally.io.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * The commit marker of one shard, stored as offset metadata of the sink group in the same
 * transaction as the records. It holds the end positions of the last 32 commit batches, and the
 * position of the last committed record batch (the tip). A commit batch is everything that one
 * checkpoint holds for the shard.
 *
 * <p>Assumptions:
 *
 * <ul>
 *   <li>stable input: a replayed commit batch has the same record batches in the same order;
 *   <li>a commit batch is replayed whole: the runner passes everything that a checkpoint held as
 *       one bundle.
 * </ul>
 *
 * <p>So a writer that is restored to a position before the tip must pass the same end positions
 * again, and the tip. A writer that does not was restored from an older savepoint, or belongs to a
 * clone of the job.
 *
 * <pre>
 *  state of the job      marker in Kafka         the commit batch
 *  at the tip        ─►  ends … ● ◄─ same     ─► is written, and its end is added
 *  at an end         ─►  ends … ●─●─○ tip     ─► is skipped up to the tip, and written from there
 *  anywhere else     ─►  ends … ●             ─► does not match: {@link OnOlderSavepoint} decides
 * </pre>
 *
 * @param topicId the id of the topic that was written to
 * @param partitions the number of partitions of the topic; with another number, a key's records
 *     would go to another partition
 * @param ends oldest first; empty before the first commit batch
 * @param tip after the last end if a commit batch was committed in part, otherwise equal to it
 * @param producers the ids of the producers with which the shard was written last, in rising order;
 *     empty if a build before version 4 wrote the marker. {@link HangingTransactions} needs them
 */
record CommitMarker(
    Uuid topicId, int partitions, List<End> ends, SequencePosition tip, List<Long> producers) {
  /**
   * Enough for the commit batches that a job may replay, and few enough to fit into 4 KiB, the
   * brokers' default limit of offset metadata.
   */
  private static final int REMEMBERED = 32;

  /**
   * A writer in two phases has one producer per slot, and one that only serves as a lock. The
   * producer of a slot receives another id when its epochs are used up.
   */
  private static final int MAX_PRODUCERS = 2 * TwoPhaseLog.SLOTS + 1;

  /**
   * The end of a commit batch.
   *
   * @param offset an offset in the topic's partition: everything after the position is at or above
   *     it, everything before the position is below it
   */
  record End(SequencePosition position, long offset) {}

  /** Returns the marker of a shard that has written nothing. */
  static CommitMarker none(TopicIdentity topic) {
    return new CommitMarker(
        topic.id(), topic.partitions(), List.of(), SequencePosition.START, List.of());
  }

  /** True if nothing was committed to the shard, as far as its sink group knows. */
  boolean isNone() {
    return ends.isEmpty() && tip.equals(SequencePosition.START);
  }

  /** Returns the length of the longest possible marker, in bytes. */
  static int maxBytes() {
    SequencePosition longest = new SequencePosition(Long.MAX_VALUE, -1);
    End end = new End(longest, Long.MAX_VALUE);
    return new CommitMarker(
            new Uuid(-1, -1),
            Integer.MAX_VALUE,
            Collections.nCopies(REMEMBERED, end),
            longest,
            Collections.nCopies(MAX_PRODUCERS, Long.MAX_VALUE))
        .encode()
        .length();
  }

  /** True if the marker belongs to the topic with this id, or if either id is unknown. */
  boolean isOf(Uuid found) {
    return TopicIdentity.same(topicId, found);
  }

  /**
   * Checks that the topic still has the same number of partitions.
   *
   * @throws IllegalStateException if not: records of a key would be in two partitions, and a reader
   *     that keeps the highest revision per partition would count them twice
   */
  void require(String topic, int found) {
    partitionsProblem(topic, found)
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
  }

  /**
   * Returns why a topic with this number of partitions can no longer be written, and what to do;
   * empty if it can.
   */
  Optional<String> partitionsProblem(String topic, int found) {
    if (found == partitions) {
      return Optional.empty();
    }
    return Optional.of(
        ("Topic %s had %d partitions when this sink group wrote to it, but has %d now: records of a"
                + " key would go to another partition. Create a new topic, specify it, and start"
                + " without a savepoint: without --from, and without --sinkGroup.")
            .formatted(topic, partitions, found));
  }

  /** The decision on a commit batch. {@code NOT_OURS}: the marker was written by another run. */
  enum Fate {
    WRITE,
    SKIP,
    NOT_OURS
  }

  /** Decides on the commit batch that starts at this position. */
  Fate fateOf(SequencePosition start) {
    if (start.equals(tip)) {
      return Fate.WRITE;
    }
    boolean known = start.equals(SequencePosition.START) || has(start);
    return known && start.count() < tip.count() ? Fate.SKIP : Fate.NOT_OURS;
  }

  /**
   * True if a commit batch that ends here was committed completely, and the marker still holds its
   * end.
   */
  boolean has(SequencePosition end) {
    return indexOf(end) >= 0;
  }

  /**
   * Returns the offset of this end: everything after the end is at or above it. Empty if the marker
   * does not hold the end.
   */
  OptionalLong offsetOf(SequencePosition end) {
    int at = indexOf(end);
    return at < 0 ? OptionalLong.empty() : OptionalLong.of(ends.get(at).offset());
  }

  private int indexOf(SequencePosition end) {
    return IntStream.range(0, ends.size())
        .filter(i -> ends.get(i).position().equals(end))
        .findFirst()
        .orElse(-1);
  }

  /** Returns the marker after a commit batch with this end was committed. */
  CommitMarker plus(End end) {
    List<End> more = new ArrayList<>(ends);
    more.add(end);
    int forgotten = Math.max(0, more.size() - REMEMBERED);
    return new CommitMarker(
        topicId,
        partitions,
        List.copyOf(more.subList(forgotten, more.size())),
        end.position(),
        producers);
  }

  /** Returns the marker after a part of a commit batch was committed. */
  CommitMarker upTo(SequencePosition part) {
    return new CommitMarker(topicId, partitions, ends, part, producers);
  }

  /** Returns the marker with the ids of the producers that write the shard now. */
  CommitMarker writtenBy(Collection<Long> ids) {
    return new CommitMarker(
        topicId, partitions, ends, tip, ids.stream().distinct().sorted().toList());
  }

  /** True if a commit batch was committed in part. */
  boolean isWithinBatch() {
    return !isNone() && !has(tip);
  }

  /** Returns the offset below which every record is committed, as far as the marker knows. */
  long committedBelow() {
    return ends.isEmpty() ? 0 : ends.get(ends.size() - 1).offset();
  }

  /**
   * Returns the marker of a job that resumes at this position, regardless of what was written after
   * it.
   */
  CommitMarker backTo(End end) {
    int at = indexOf(end.position());
    return new CommitMarker(
        topicId,
        partitions,
        at < 0 ? List.of(end) : List.copyOf(ends.subList(0, at + 1)),
        end.position(),
        producers);
  }

  /** Encodes the marker as {@link CommitMarkerText}. */
  String encode() {
    return CommitMarkerText.of(this);
  }

  /**
   * Parses the metadata of an offset of the sink group.
   *
   * @throws IllegalStateException if it is not a marker of this version or the one before
   */
  static CommitMarker parse(String metadata) {
    return CommitMarkerText.parse(metadata);
  }

  /** Returns true if the metadata is a commit marker of this or an earlier version. */
  static boolean isMarker(String metadata) {
    return CommitMarkerText.isMarker(metadata);
  }
}
