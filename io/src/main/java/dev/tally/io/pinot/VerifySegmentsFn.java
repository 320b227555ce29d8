package dev.tally.io.pinot;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Waits until servers hold each uploaded segment and a query counts its rows, and then emits the
 * names of the segments.
 */
final class VerifySegmentsFn extends DoFn<KV<String, Iterable<UploadedSegment>>, String> {
  private static final long serialVersionUID = 1L;
  private final PinotIO.WriteSegments write;
  private transient @Nullable SegmentTable table;

  VerifySegmentsFn(PinotIO.WriteSegments write) {
    this.write = write;
  }

  @Setup
  public void setup() {
    table = write.segments();
  }

  @ProcessElement
  public void process(
      @Element KV<String, Iterable<UploadedSegment>> all, OutputReceiver<String> out) {
    // A runner may allow a group to be iterated only once, as Flink's batch mode does.
    List<UploadedSegment> uploaded = ImmutableList.copyOf(all.getValue());
    new VerifySegments(Objects.requireNonNull(table), write.broker(), write.maxWait())
        .verify(uploaded);
    uploaded.forEach(segment -> out.output(segment.name()));
  }
}
