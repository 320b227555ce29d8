package dev.tally.transforms.model;

import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/**
 * Defines the end of event time. Rules use this class, so that they do not depend on Beam
 * themselves.
 */
public final class EventTime {
  /** The watermark at which the global window, and with it a bounded input, ends. */
  public static final Instant END = GlobalWindow.INSTANCE.maxTimestamp();

  private EventTime() {}

  /** Returns the time, or {@link #END} if that is earlier. */
  public static Instant atMostEnd(Instant time) {
    return time.isBefore(END) ? time : END;
  }
}
