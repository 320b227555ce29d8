package dev.tally.operations.plan;

import dev.tally.operations.plan.Deployment.Output;

/**
 * The state, the checkpoints and the slots of the aggregation job of one region.
 *
 * @param load the workload of all regions
 */
record AggregationSizing(Workload load) {
  private static final double MILLION = 1e6;
  private static final double SHORTEST_INTERVAL = 0.001;

  /** Returns the number of remembered events, at most. */
  double ids() {
    double age = Seconds.of(load.windows().maxEventAge());
    return load.eventsPerRegion() * load.windows().seconds(age * MeasuredCosts.ID_LIFETIME);
  }

  /** Returns the number of rows whose minute is open. */
  double openRows() {
    double age = Seconds.of(load.windows().maxEventAge()) + Seconds.PER_MINUTE;
    return load.rowsPerMinuteOfRegion() * load.windows().seconds(age) / Seconds.PER_MINUTE;
  }

  double idBytes() {
    return ids() * MeasuredCosts.ID_BYTES;
  }

  /** Returns the bytes of state without the records that are not committed. */
  double stateBytes() {
    return idBytes() + openRows() * MeasuredCosts.ROW_BYTES;
  }

  /** Returns the bytes of the records that the sinks keep in the state until a checkpoint. */
  double uncommittedBytes() {
    return load.deployment().delivery().needsStableInput()
        ? cleanBytes() + writtenRows() * MeasuredCosts.METRIC_BYTES
        : 0;
  }

  double checkpointBytes() {
    return stateBytes() + uncommittedBytes();
  }

  /** Returns the bytes that an incremental checkpoint writes: what is new since the last one. */
  double incrementalBytes() {
    double events = load.processedPerRegion() * load.deployment().checkpointSeconds();
    return events * MeasuredCosts.ID_BYTES
        + writtenRows() * MeasuredCosts.ROW_BYTES
        + uncommittedBytes();
  }

  double heapBytes() {
    return MeasuredCosts.JOB_HEAP_BYTES
        + ids() * MeasuredCosts.ID_HEAP_BYTES
        + openRows() * MeasuredCosts.ROW_HEAP_BYTES
        + 2 * uncommittedBytes();
  }

  SlotCount slots() {
    double cpu =
        writesCleanEvents()
            ? MeasuredCosts.AGGREGATION_CPU_WITH_CLEAN_EVENTS
            : MeasuredCosts.AGGREGATION_CPU;
    return SlotCount.of(load.processedPerRegion() * cpu / MILLION);
  }

  double restartSeconds() {
    return ids() / slots().slots() * MeasuredCosts.RESTART_SECONDS / MILLION;
  }

  double indexBytes() {
    return ids() * MeasuredCosts.INDEX_BYTES;
  }

  /** Returns the bytes per second between the steps. */
  double networkBytes() {
    double clean = writesCleanEvents() ? 2 * MeasuredCosts.CLEAN_EVENT_BYTES : 0;
    return load.processedPerRegion() * (MeasuredCosts.SHUFFLE_BYTES + clean);
  }

  private boolean writesCleanEvents() {
    return load.deployment().output() == Output.COUNTS_AND_CLEAN_EVENTS;
  }

  private double cleanBytes() {
    return writesCleanEvents()
        ? load.processedPerRegion()
            * load.deployment().checkpointSeconds()
            * MeasuredCosts.CLEAN_EVENT_BYTES
        : 0;
  }

  /**
   * Returns the rows that are written in one checkpoint interval: those of the minutes that the job
   * processes in it, and one minute that is not over.
   */
  private double writtenRows() {
    double minutes =
        load.deployment().checkpointSeconds() * load.deployment().catchUp() / Seconds.PER_MINUTE;
    return Math.min(openRows(), load.rowsPerMinuteOfRegion() * (1 + minutes));
  }

  /** Returns bytes per checkpoint as bytes per second. */
  double perSecond(double bytes) {
    return bytes / Math.max(SHORTEST_INTERVAL, load.deployment().checkpointSeconds());
  }
}
