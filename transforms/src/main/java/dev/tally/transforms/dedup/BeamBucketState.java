package dev.tally.transforms.dedup;

import java.util.Map;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.ValueState;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the state of a bucket in the Beam state cells of its key. */
record BeamBucketState(
    ValueState<BucketHead> headCell, MapState<Integer, byte[]> pageCells, Timer timer)
    implements BucketState {
  @Override
  public @Nullable BucketHead head() {
    return headCell.read();
  }

  @Override
  public void setHead(BucketHead head) {
    headCell.write(head);
  }

  @Override
  public byte @Nullable [] page(int number) {
    return pageCells.get(number).read();
  }

  @Override
  public Iterable<Map.Entry<Integer, byte[]>> pages() {
    return pageCells.entries().read();
  }

  @Override
  public void setPage(int number, byte[] page) {
    pageCells.put(number, page);
  }

  @Override
  public void removePage(int number) {
    pageCells.remove(number);
  }

  @Override
  public void sweepAt(Instant time) {
    timer.withNoOutputTimestamp().set(time);
  }
}
