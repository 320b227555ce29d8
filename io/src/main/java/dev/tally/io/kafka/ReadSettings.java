package dev.tally.io.kafka;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;

/**
 * The settings with which a job reads one topic: everything about a read that a savepoint does not
 * hold.
 *
 * @param monitoringGroup the consumer group to which offsets are committed, for monitoring; null
 *     for none
 */
record ReadSettings<T>(
    KafkaCluster cluster,
    String topic,
    WatermarkPolicy watermarks,
    RecordFn<T> records,
    @Nullable String monitoringGroup,
    Checked checked)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** When the configuration of the topic is checked. */
  enum Checked {
    AT_LAUNCH,
    BY_THE_READER
  }

  /**
   * True if both read the same topic with the same settings; a {@link RecordFn} is compared by its
   * serialized bytes.
   */
  boolean sameAs(ReadSettings<?> other) {
    return cluster.equals(other.cluster)
        && topic.equals(other.topic)
        && watermarks.equals(other.watermarks)
        && checked == other.checked
        && Objects.equals(monitoringGroup, other.monitoringGroup)
        && Arrays.equals(
            SerializableUtils.serializeToByteArray(records),
            SerializableUtils.serializeToByteArray(other.records));
  }
}
