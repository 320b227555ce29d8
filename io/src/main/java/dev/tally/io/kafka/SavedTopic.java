package dev.tally.io.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;

/** The progress of one reader of a topic, as stored in a savepoint. */
public final class SavedTopic {
  private final String cluster;
  private final String topic;
  private final TopicMark mark;

  private SavedTopic(String cluster, String topic, TopicMark mark) {
    this.cluster = cluster;
    this.topic = topic;
    this.mark = mark;
  }

  /**
   * Returns the progress in one split of a source.
   *
   * @param part the split in the savepoint
   * @param mark the split's checkpoint mark
   * @return the progress; empty if the source is not a topic of {@link TopicIO}
   */
  public static Optional<SavedTopic> of(UnboundedSource<?, ?> part, CheckpointMark mark) {
    return part instanceof TopicSplit<?> split && mark instanceof TopicMark progress
        ? Optional.of(new SavedTopic(split.cluster(), split.topic(), progress))
        : Optional.empty();
  }

  /** Returns the topic's name. */
  public String topic() {
    return topic;
  }

  /** Returns the offset of the next record to read, for each partition that has been read. */
  public Map<Integer, Long> nextOffsets() {
    return mark.partitions().stream()
        .filter(partition -> partition.nextOffset() >= 0)
        .collect(Collectors.toMap(PartitionProgress::partition, PartitionProgress::nextOffset));
  }

  /**
   * Returns why a job cannot resume from this progress in the topic that exists now, and what to
   * do; empty if it can resume, or if this is the progress in another topic.
   */
  List<String> problems(TopicContinuity continuity, TopicSnapshot now) {
    boolean isOfIt =
        cluster.equals(continuity.cluster().name()) && topic.equals(continuity.topic());
    if (!isOfIt) {
      return List.of();
    }
    try {
      continuity.checkRestored(mark, now);
      return List.of();
    } catch (IllegalStateException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }
}
