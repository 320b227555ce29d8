package dev.tally.operations;

/** Detects that a watermark, observed at regular intervals, does not advance. */
final class WatermarkStall {
  private static final long STALLED_SECONDS = 30;

  private long last = Long.MIN_VALUE;
  private long unchangedSeconds;

  /**
   * Processes an observation.
   *
   * @param watermark epoch ms, negative if there is none
   * @param seconds the time since the last observation
   * @return true if there is no watermark, or if it has been the same for {@value #STALLED_SECONDS}
   *     s
   */
  boolean isStalled(long watermark, long seconds) {
    unchangedSeconds = watermark == last ? unchangedSeconds + seconds : 0;
    last = watermark;
    return watermark < 0 || unchangedSeconds >= STALLED_SECONDS;
  }
}
