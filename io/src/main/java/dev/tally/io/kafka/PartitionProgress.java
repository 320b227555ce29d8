package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * The read progress of one partition, as a checkpoint stores it.
 *
 * <p>All times are epoch milliseconds, or {@link #BEFORE_ALL} if unknown.
 */
@AutoValue
abstract class PartitionProgress {
  static final long BEFORE_ALL = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  static final long FROM_THE_START = -1;

  abstract int partition();

  /** The next offset to read, or {@link #FROM_THE_START} for the earliest available offset. */
  abstract long nextOffset();

  /** The running maximum of broker time over all records below {@link #nextOffset}. */
  abstract long brokerTime();

  /** No later record of the partition has a broker time below this time. */
  abstract long watermark();

  static PartitionProgress of(int partition, long nextOffset, long brokerTime, long watermark) {
    return new AutoValue_PartitionProgress(partition, nextOffset, brokerTime, watermark);
  }

  static PartitionProgress unread(int partition) {
    return of(partition, FROM_THE_START, BEFORE_ALL, BEFORE_ALL);
  }
}
