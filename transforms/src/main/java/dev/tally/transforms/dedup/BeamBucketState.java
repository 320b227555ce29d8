package dev.tally.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the state of a bucket in the Beam state cells of its key. */
record BeamBucketState(
    MapState<EventFingerprint, SeenEvent> ids, ValueState<BucketClock> clockCell, Timer timer)
    implements BucketState {
  @Override
  public @Nullable SeenEvent seen(EventFingerprint id) {
    return ids.get(id).read();
  }

  @Override
  public void remember(EventFingerprint id, SeenEvent seen) {
    ids.put(id, seen);
  }

  @Override
  public int forgetIf(Predicate<SeenEvent> predicate) {
    List<EventFingerprint> forgotten = new ArrayList<>();
    for (Map.Entry<EventFingerprint, SeenEvent> entry : ids.entries().read()) {
      if (predicate.test(entry.getValue())) {
        forgotten.add(entry.getKey());
      }
    }
    forgotten.forEach(ids::remove);
    return forgotten.size();
  }

  @Override
  public @Nullable BucketClock clock() {
    return clockCell.read();
  }

  @Override
  public void setClock(BucketClock clock) {
    clockCell.write(clock);
  }

  @Override
  public void sweepAt(Instant time) {
    timer.withNoOutputTimestamp().set(time);
  }
}
