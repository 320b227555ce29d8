package dev.tally.transforms.aggregate;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the state and the timers of a bucket of counts in memory, as a runner would. */
final class StoredCounts implements CountState {
  final Map<MinuteKey, PendingCounts> pending = new HashMap<>();
  final Map<MinuteKey, Counts> emitted = new HashMap<>();
  @Nullable CountTimers timers;

  /** The timers that are set in the runner, which may differ from what {@link #timers} records. */
  @Nullable Instant dueTimer;

  @Nullable Instant sweepTimer;
  boolean paneTimer;

  private final Consumer<MinuteKey> onForget;

  /**
   * @param onForget receives each row of which the emitted counts are removed, before the removal
   */
  StoredCounts(Consumer<MinuteKey> onForget) {
    this.onForget = onForget;
  }

  @Override
  public @Nullable CountTimers timers() {
    return timers;
  }

  @Override
  public void setTimers(CountTimers timers) {
    this.timers = timers;
  }

  @Override
  public @Nullable PendingCounts pending(MinuteKey row) {
    return pending.get(row);
  }

  @Override
  public void setPending(MinuteKey row, PendingCounts counts) {
    pending.put(row, counts);
  }

  @Override
  public void removePending(MinuteKey row) {
    pending.remove(row);
  }

  @Override
  public Map<MinuteKey, PendingCounts> allPending() {
    return new LinkedHashMap<>(pending);
  }

  @Override
  public @Nullable Counts emitted(MinuteKey row) {
    return emitted.get(row);
  }

  @Override
  public void setEmitted(MinuteKey row, Counts counts) {
    emitted.put(row, counts);
  }

  @Override
  public void removeEmitted(MinuteKey row) {
    onForget.accept(row);
    emitted.remove(row);
  }

  @Override
  public List<MinuteKey> allEmitted() {
    return List.copyOf(emitted.keySet());
  }

  @Override
  public void emitDueAt(Instant watermark) {
    dueTimer = watermark;
  }

  @Override
  public void emitPaneLater() {
    paneTimer = true;
  }

  @Override
  public void sweepAt(Instant watermark) {
    sweepTimer = watermark;
  }
}
