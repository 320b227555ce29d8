package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import org.joda.time.Duration;

/**
 * Defines how the watermark of a topic is derived. It is never derived from event times.
 *
 * <ul>
 *   <li>{@link #live}: a {@code LogAppendTime} topic. The running maximum of a partition's broker
 *       time never falls; the watermark is that time less {@code expectedDelay}. A partition with
 *       nothing left to read follows the <em>start</em> time (worker's clock) of the last
 *       end-offset lookup that found no unread offset. Partitions may be added to the topic.
 *   <li>{@link #replay}: a {@code CreateTime} topic whose timestamps never fall, e.g. a file sent
 *       again. No clock is used; {@linkplain Heartbeat heartbeats} advance the watermark of a
 *       partition without records.
 *   <li>{@link #heartbeats}: a topic written by a job that writes its own watermark into every
 *       partition. Nothing else advances the watermark.
 * </ul>
 *
 * <p>Why the watermark of a live topic is correct although it depends on a worker's clock: let a
 * lookup start at {@code t} by the worker's clock, and let {@code s} bound the difference between
 * the clocks of workers and brokers.
 *
 * <ul>
 *   <li>An idle partition: a record with a broker time below {@code t - s} is in the leader's log
 *       before the lookup starts. The lookup returns the high watermark, which advances beyond the
 *       record as soon as every in-sync replica has it. This happens within {@code r} after the
 *       record was appended. {@code r} is 0 with one broker, and with several one and a half times
 *       {@code replica.lag.time.max.ms}, because a slower replica leaves the in-sync set (see
 *       {@link ReplicationTime}). So if everything below that end offset was read, every unread
 *       record has a broker time of at least {@code t - r - s}, and the watermark {@code t - r -
 *       expectedDelay} is correct if {@code expectedDelay >= s}.
 *   <li>A new partition: a partition that a topic lookup started at {@code t} does not find is
 *       created after {@code t}, and its records have broker times of at least {@code t - s}. The
 *       watermark of every reader stays at or below {@code t - expectedDelay} (see {@link
 *       SplitClock}). A broker responds from its copy of the metadata, which is usually
 *       milliseconds old; {@code expectedDelay} covers that too.
 *   <li>A leader that is elected after {@code t} can have a clock that lags the old leader's by up
 *       to {@code s}; within a partition, the running maximum of broker time covers that.
 * </ul>
 *
 * <p>Assumptions: {@code expectedDelay} exceeds the clock skew plus the age of a broker's metadata.
 * A broker that cannot reach its controller neither shrinks the in-sync set nor learns of new
 * partitions; while that lasts there is no bound. Then an event that is almost {@code maxEventAge}
 * old can arrive after its window was closed; it is counted in {@code droppedDueToLateness}.
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

  /** How far the watermark lags broker time, in milliseconds. */
  abstract long expectedDelay();

  /**
   * The watermark is broker time less {@code expectedDelay}; idle partitions follow end-offset
   * lookups.
   *
   * @throws IllegalArgumentException if {@code expectedDelay} is negative
   */
  public static WatermarkPolicy live(Duration expectedDelay) {
    return of(Kind.LIVE, expectedDelay);
  }

  /**
   * The watermark is derived from record timestamps less {@code expectedDelay} and from heartbeats,
   * without any clock.
   *
   * @throws IllegalArgumentException if {@code expectedDelay} is negative
   */
  public static WatermarkPolicy replay(Duration expectedDelay) {
    return of(Kind.REPLAY, expectedDelay);
  }

  /** The watermark is derived from heartbeats only. */
  public static WatermarkPolicy heartbeats() {
    return of(Kind.HEARTBEATS, Duration.ZERO);
  }

  private static WatermarkPolicy of(Kind kind, Duration expectedDelay) {
    if (expectedDelay.getMillis() < 0) {
      throw new IllegalArgumentException("expectedDelay must not be negative: " + expectedDelay);
    }
    return new AutoValue_WatermarkPolicy(kind, expectedDelay.getMillis());
  }

  /** True if the broker sets the timestamps, false if the producer does. */
  public boolean needsLogAppendTime() {
    return kind() == Kind.LIVE;
  }
}
