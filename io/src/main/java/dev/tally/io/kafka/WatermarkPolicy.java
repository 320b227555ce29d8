package dev.tally.io.kafka;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import org.joda.time.Duration;

/**
 * Where the watermark of a topic comes from. The watermark is never taken from event times.
 *
 * <ul>
 *   <li>{@link #live}: a {@code LogAppendTime} topic. In a partition the broker's time never falls;
 *       the watermark is that time less {@code expectedDelay}. A partition with nothing left to
 *       read follows the <em>start</em> time (worker's clock) of the last end-offset lookup that
 *       found every offset read; {@code expectedDelay} must exceed the skew between the clocks of
 *       workers and brokers plus the time that a record takes to reach all in-sync replicas,
 *       usually milliseconds: a look-up sees only what is replicated.
 *   <li>{@link #replay}: a {@code CreateTime} topic whose timestamps never fall, e.g. a file sent
 *       again. No clock is asked; {@linkplain Heartbeat heartbeats} move a partition without
 *       records.
 *   <li>{@link #heartbeats}: a topic written by a job that puts its own watermark into every
 *       partition. Nothing else moves it.
 * </ul>
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

  /** Milliseconds that the watermark stays behind broker time. */
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
