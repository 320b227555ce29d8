package dev.tally.transforms.aggregate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the state of a {@link CountBucket} in the Beam state cells of its key. */
record BeamCountState(
    ValueState<CountTimers> timersCell,
    MapState<MinuteKey, PendingCounts> pendingCells,
    MapState<MinuteKey, Counts> emittedCells,
    Timers timer)
    implements CountState {
  /**
   * The timers of the key. They do not hold the watermark: a metric that is due is emitted before
   * the watermark is passed on, and no reader waits for the others.
   */
  record Timers(Timer due, Timer pane, Timer sweep, Duration earlyPane) {}

  @Override
  public @Nullable CountTimers timers() {
    return timersCell.read();
  }

  @Override
  public void setTimers(CountTimers timers) {
    timersCell.write(timers);
  }

  @Override
  public @Nullable PendingCounts pending(MinuteKey row) {
    return pendingCells.get(row).read();
  }

  @Override
  public void setPending(MinuteKey row, PendingCounts pending) {
    pendingCells.put(row, pending);
  }

  @Override
  public void removePending(MinuteKey row) {
    pendingCells.remove(row);
  }

  @Override
  public Map<MinuteKey, PendingCounts> allPending() {
    Map<MinuteKey, PendingCounts> all = new LinkedHashMap<>();
    pendingCells.entries().read().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  @Override
  public @Nullable Counts emitted(MinuteKey row) {
    return emittedCells.get(row).read();
  }

  @Override
  public void setEmitted(MinuteKey row, Counts counts) {
    emittedCells.put(row, counts);
  }

  @Override
  public void removeEmitted(MinuteKey row) {
    emittedCells.remove(row);
  }

  @Override
  public List<MinuteKey> allEmitted() {
    List<MinuteKey> all = new ArrayList<>();
    emittedCells.keys().read().forEach(all::add);
    return all;
  }

  @Override
  public void emitDueAt(Instant watermark) {
    timer.due().set(watermark);
  }

  @Override
  public void emitPaneLater() {
    timer.pane().withNoOutputTimestamp().offset(timer.earlyPane()).setRelative();
  }

  @Override
  public void sweepAt(Instant watermark) {
    timer.sweep().withNoOutputTimestamp().set(watermark);
  }
}
