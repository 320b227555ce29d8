package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import org.joda.time.Duration;

/**
 * Where the watermark of a topic comes from. The watermark is never taken from event times.
 *
 * <ul>
 *   <li>{@link #live}: a {@code LogAppendTime} topic. The running maximum of a partition's broker
 *       time never falls; the watermark is that time less {@code expectedDelay}. A partition with
 *       nothing left to read follows the <em>start</em> time (worker's clock) of the last
 *       end-offset lookup that found every offset read. The topic may get more partitions.
 *   <li>{@link #replay}: a {@code CreateTime} topic whose timestamps never fall, e.g. a file sent
 *       again. No clock is asked; {@linkplain Heartbeat heartbeats} move a partition without
 *       records.
 *   <li>{@link #heartbeats}: a topic written by a job that puts its own watermark into every
 *       partition. Nothing else moves it.
 * </ul>
 *
 * <p>Why the watermark of a live topic is right, where a worker's clock has a part in it. Let a
 * lookup start at {@code t} by the worker's clock, and let {@code s} bound how far the clocks of
 * workers and brokers differ.
 *
 * <ul>
 *   <li>An idle partition: a record with a broker time below {@code t - s} is in the leader's log
 *       before the lookup is. The lookup sees the high watermark, which the record passes once
 *       every in-sync replica has it, within {@code r} of being appended: 0 with one broker, else
 *       one and a half times {@code replica.lag.time.max.ms}, since a slower replica leaves the
 *       in-sync set (see {@link ReplicationTime}). So if all below that end is read, every record
 *       not read has a broker time of at least {@code t - r - s}, and the watermark {@code t - r -
 *       expectedDelay} holds if {@code expectedDelay >= s}.
 *   <li>A new partition: what a lookup of the topic that starts at {@code t} does not find is
 *       created after {@code t}, and its records have broker times of at least {@code t - s}. The
 *       watermark of every reader stays at or below {@code t - expectedDelay} (see {@link
 *       SplitClock}). A broker answers out of its copy of the metadata, which is usually
 *       milliseconds old; {@code expectedDelay} covers that too.
 *   <li>A leader that is elected after {@code t} can have a clock that is behind the old leader's
 *       by up to {@code s}; the running maximum of broker time covers that within a partition.
 * </ul>
 *
 * <p>Assumptions: {@code expectedDelay} exceeds the clock skew plus the age of a broker's metadata.
 * A broker that cannot reach its controller neither shrinks the in-sync set nor learns of new
 * partitions; while that lasts no bound exists. Then an event that is almost {@code maxEventAge}
 * old can arrive after its window is closed; it is counted in {@code droppedDueToLateness}.
 */
@AutoValue
public abstract class WatermarkPolicy implements Serializable {
  private static final long serialVersionUID = 1L;

  enum Kind {
    LIVE,
    REPLAY,
    HEARTBEATS
  }

  abstract Kind kind();

  /** Milliseconds by which the watermark is earlier than broker time. */
  abstract long expectedDelay();

  /** Broker time less {@code expectedDelay}; idle partitions follow end-offset lookups. */
  public static WatermarkPolicy live(Duration expectedDelay) {
    return of(Kind.LIVE, expectedDelay);
  }

  /** Timestamps less {@code expectedDelay}, and heartbeats; no clock. */
  public static WatermarkPolicy replay(Duration expectedDelay) {
    return of(Kind.REPLAY, expectedDelay);
  }

  /** Heartbeats alone. */
  public static WatermarkPolicy heartbeats() {
    return of(Kind.HEARTBEATS, Duration.ZERO);
  }

  private static WatermarkPolicy of(Kind kind, Duration expectedDelay) {
    if (expectedDelay.getMillis() < 0) {
      throw new IllegalArgumentException("expectedDelay must not be negative: " + expectedDelay);
    }
    return new AutoValue_WatermarkPolicy(kind, expectedDelay.getMillis());
  }

  /** True if timestamps are given by the broker, false if by the producer. */
  boolean needsLogAppendTime() {
    return kind() == Kind.LIVE;
  }
}
