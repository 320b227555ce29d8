package dev.tally.bench;

/**
 * What was measured with one number of ids.
 *
 * @param ids the number of ids at the begin of the measured events
 * @param liveIds the number of ids in the state when the savepoint was taken
 * @param loading how the ids were loaded into the empty state
 * @param steady how further events were processed
 * @param checkpoint the last checkpoint with at least {@code ids} ids
 * @param savepoint the savepoint with {@code liveIds} ids
 * @param heap bytes of the heap that {@code liveIds} ids occupy
 * @param firstEventSeconds from the start of a job from the savepoint to its first accepted event
 * @param allBucketsSeconds from the start of a job from the savepoint until it has processed events
 *     of every bucket
 * @param expirySeconds from the advance of the watermark until all ids were removed
 * @param expired the savepoint without ids
 */
record DedupFigures(
    long ids,
    long liveIds,
    Rate loading,
    Rate steady,
    Snapshot checkpoint,
    Snapshot savepoint,
    long heap,
    double firstEventSeconds,
    double allBucketsSeconds,
    double expirySeconds,
    Snapshot expired) {
  /**
   * A number of processed events.
   *
   * @param cpu CPU seconds of this JVM meanwhile, including compiler and garbage collector
   */
  record Rate(long events, double seconds, double cpu) {
    double perSecond() {
      return events / seconds;
    }

    double cpuPerMillion() {
      return cpu * 1e6 / events;
    }
  }

  /** The size of a checkpoint or savepoint, and the time from its trigger to its end. */
  record Snapshot(long bytes, double seconds) {}

  double bytesPerId() {
    return (double) savepoint.bytes() / liveIds;
  }

  double heapPerId() {
    return (double) heap / liveIds;
  }
}
