package dev.tally.io.kafka;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;

/**
 * How a job reads one topic: everything about a read that a savepoint does not hold.
 *
 * @param group the consumer group that offsets are committed to, for monitoring
 */
record ReadSettings<T>(
    KafkaCluster cluster,
    String topic,
    WatermarkPolicy watermarks,
    RecordFn<T> records,
    @Nullable String group,
    Checked checked)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** When the topic's configuration is checked. */
  enum Checked {
    AT_LAUNCH,
    BY_THE_READER
  }

  /** True if both read the same in the same way; a {@link RecordFn} is compared by its bytes. */
  boolean sameAs(ReadSettings<?> other) {
    return cluster.equals(other.cluster)
        && topic.equals(other.topic)
        && watermarks.equals(other.watermarks)
        && checked == other.checked
        && Objects.equals(group, other.group)
        && Arrays.equals(
            SerializableUtils.serializeToByteArray(records),
            SerializableUtils.serializeToByteArray(other.records));
  }
}
